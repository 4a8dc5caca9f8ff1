import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "./open.ts";
import { copyTemplate, makeTemplate } from "./pglite-template.ts";
import { syncState } from "./schema.ts";

let folder: string;
let template: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "template-"));
  template = join(folder, "database-1-new");
  onTestFinished(() => rm(folder, { recursive: true }));
});

const notCalled = async () => expect.unreachable("made twice");

it("makes a database that opens where it was copied to, with its tables", async () => {
  await makeTemplate(async (unfinished) => {
    const database = await openDatabase({ kind: "pglite", folder: unfinished });
    await database.migrate();
    await database.close();
  }, template);
  await makeTemplate(notCalled, template);

  const copy = join(folder, "copy");
  expect(copyTemplate(copy, template)).toBe(true);
  const database = await openDatabase({ kind: "pglite", folder: copy });
  expect(await database.orm.select().from(syncState)).toEqual([]);
  await database.close();
});

it("can be read by whoever the service runs as", async () => {
  await makeTemplate(async (unfinished) => {
    await mkdir(join(unfinished, "base"), { recursive: true });
    await writeFile(join(unfinished, "base", "1"), "", { mode: 0o600 });
  }, template);
  expect((await stat(join(template, "base", "1"))).mode & 0o777).toBe(0o644);
});

it("takes the place of one of other tables, and leaves nothing when it cannot be made", async () => {
  const old = join(folder, "database-1-old");
  await mkdir(old);
  await expect(makeTemplate(() => Promise.reject(new Error("no space")), template)).rejects.toThrow(
    "no space",
  );
  expect(await readdir(folder)).toEqual(["database-1-old"]);
  await makeTemplate((unfinished) => mkdir(unfinished).then(() => {}), template);
  expect(await readdir(folder)).toEqual(["database-1-new"]);
});

it("says so where there is none", () => {
  const copy = join(folder, "copy");
  expect(copyTemplate(copy, template)).toBe(false);
  expect(existsSync(copy)).toBe(false);
});
