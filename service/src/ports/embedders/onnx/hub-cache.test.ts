import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ModelCache } from "./hub-cache.ts";

const COMMIT = "a".repeat(40);
const CONFIG = { path: "config.json", size: 2, sha256: undefined };

let folder: string;
let cache: ModelCache;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-cache-"));
  cache = new ModelCache(folder);
});

afterEach(() => rm(folder, { recursive: true }));

test("what a killed process left is removed, what another is writing is not", async () => {
  for (const name of [".partial-dead", ".partial-alive"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "config.json"), "{}");
  }
  await utimes(join(folder, ".partial-dead"), 0, 0);
  {
    await using partial = await cache.openPartial();
    expect(await readdir(partial.folder)).toEqual([]);
    expect(await readdir(folder)).toHaveLength(2);
  }
  expect(await readdir(folder)).toEqual([".partial-alive"]);
});

test("a download that lost a file is not placed", async () => {
  await using partial = await cache.openPartial();
  await expect(cache.place(partial.folder, "owner/name", COMMIT, [CONFIG])).rejects.toMatchObject({
    code: "ENOENT",
  });
  expect(await readdir(folder)).toHaveLength(1);
});

test("a revision is pinned for itself alone, and only while its folder is there", async () => {
  for (const revision of ["main", "refs/pr/1", "../../up"]) {
    await cache.pin("owner/name", revision, COMMIT);
    expect(await cache.pinned("owner/name", revision)).toBeUndefined();
  }
  expect(await readdir(join(folder, "revisions"))).toHaveLength(3);
  await mkdir(cache.folderOf("owner/name", COMMIT));
  expect(await cache.pinned("owner/name", "main")).toBe(COMMIT);
  expect(await cache.pinned("owner/name", "refs/pr/1")).toBe(COMMIT);
  expect(await cache.pinned("owner/name", "v1")).toBeUndefined();
  expect(await cache.pinned("owner/other", "main")).toBeUndefined();
});

test("a pin that cannot be read counts as none", async () => {
  await cache.pin("owner/name", "main", COMMIT);
  await mkdir(cache.folderOf("owner/name", COMMIT));
  const [file = ""] = await readdir(join(folder, "revisions"));
  await writeFile(join(folder, "revisions", file), "");
  expect(await cache.pinned("owner/name", "main")).toBeUndefined();
});
