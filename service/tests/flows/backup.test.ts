import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restoreBackup } from "../../src/backup/restore.ts";
import { lockDataFolder } from "../../src/data-folder/lock.ts";
import { createFolderObjects } from "../../src/ports/objects/folder.ts";
import { type ChildService, startChildService } from "./child-service.ts";
import { cosmic } from "./cli-child.ts";
import { connect, until } from "./test-service.ts";

let place: string;
const at = (name: string) => join(place, name);
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "cosmic-backup-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

const WORKER = { EMBEDDING_WORKERS: "1" };
/** Documents that must be acknowledged before the backup begins, and written while it is taken. */
const BEFORE = 25;
const DURING = 3;
/** Milliseconds: a service, a command, and writes that wait for the copy. */
const SLOW = 600_000;
const options = { force: false, onProgress: () => {} };

describe("a backup of a service that is written to", () => {
  let acknowledged: { id: string; number: number }[];
  const folder = () => at("lived");
  const file = () => at("backup.tar.gz");

  beforeAll(async () => {
    const objects = await createFolderObjects(join(folder(), "objects"));
    await objects.put("datasets", "of/some Kind", Readable.from(["kept as it is"]));
    const service = await startChildService(folder(), WORKER);
    const writing = startWriting(service);
    await until(async () => writing.written.length >= BEFORE);
    const before = [...writing.written];
    const taken = await cosmic(["backup", file(), "--json"], { DATA_DIR: folder() });
    expect(taken, taken.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(taken.stdout).bytes).toBe((await stat(file())).size);
    await until(async () => writing.written.length >= before.length + DURING);
    // The copies it was made of go by themselves.
    await until(async () => !(await readdir(folder())).some((name) => name.startsWith(".backup")));
    expect(await service.end("SIGKILL")).toBe("SIGKILL");
    await writing.ended;
    acknowledged = before;
  }, SLOW);

  it("is a file for its owner only", async () => {
    if (process.platform !== "win32") expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it("brings back every document that was acknowledged before it, found by searches, rows and index equal", async () => {
    const restored = await cosmic(["restore", file(), "--into", at("restored"), "--json"], {});
    expect(restored, restored.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(restored.stdout)).toMatchObject({
      parts: ["database", "index", "objects"],
      before: null,
    });
    const service = await startChildService(at("restored"), WORKER);
    await service.settled();
    const { data: health } = await service.client.GET("/api/v1/health/");
    const there = health?.documents.completed ?? 0;
    expect(health?.documents).toMatchObject({ pending: 0, processing: 0, failed: 0 });
    expect(there).toBeGreaterThanOrEqual(acknowledged.length);
    expect(health?.index.documents).toBe(there);
    for (const { id, number } of acknowledged) expect(await findByNumber(service, number)).toEqual([id]);
    expect(await reconcile(service)).toMatchObject({ compared: there, queued: 0, removed: 0 });
    expect(await service.end("SIGTERM")).toBe(0);

    const objects = await createFolderObjects(join(at("restored"), "objects"));
    const object = await objects.get("datasets", "of/some Kind");
    expect(await object?.toArray()).toEqual([Buffer.from("kept as it is")]);
  });

  it("is not put in place of data unless that is said, and then the data is moved aside", async () => {
    const target = at("occupied");
    await restoreBackup(file(), target, options);
    await expect(restoreBackup(file(), target, options)).rejects.toMatchObject({
      code: "data_folder_not_empty",
    });
    const { before } = await restoreBackup(file(), target, { ...options, force: true });
    expect(before).toMatch(/^.*occupied\.before-/);
    expect(await readdir(before ?? "")).toEqual(expect.arrayContaining(["database", "index", "objects"]));
    expect(await readdir(target)).toEqual(expect.arrayContaining(["database", "index", "objects"]));
  });

  it("is not restored into a folder that is in use", async () => {
    using _lock = lockDataFolder(at("in-use"), "test");
    await expect(restoreBackup(file(), at("in-use"), options)).rejects.toMatchObject({
      code: "data_folder_locked",
    });
  });

  it.each([
    ["cut off", (archive: Buffer) => archive.subarray(0, archive.length / 2)],
    ["with a changed byte", (archive: Buffer) => gzipSync(changeOneByte(gunzipSync(archive)), { level: 1 })],
    ["that is none", () => gzipSync("no archive at all".repeat(100))],
    ["that is empty", () => Buffer.alloc(0)],
  ])("%s is refused, and nothing is changed", async (_, damage) => {
    const damaged = at("damaged.tar.gz");
    await writeFile(damaged, damage(await readFile(file())));
    await expect(restoreBackup(damaged, at("untouched"), options)).rejects.toMatchObject({
      code: "backup_invalid",
    });
    expect((await readdir(place)).filter((name) => name.startsWith("untouched."))).toEqual([]);
    expect((await readdir(at("untouched"))).filter((name) => !name.startsWith("lock"))).toEqual([]);
  });
});

it("is taken of a folder that nobody has open, too, but never over a file", async () => {
  const env = { DATA_DIR: at("idle"), ...WORKER };
  const taken = await cosmic(["backup", at("idle.tar.gz"), "--json"], env);
  expect(taken, taken.stderr).toMatchObject({ code: 0 });
  await expect(restoreBackup(at("idle.tar.gz"), at("idle-again"), options)).resolves.toMatchObject({
    manifest: { parts: ["database", "index", "objects"] },
  });
  const again = await cosmic(["backup", at("idle.tar.gz")], env);
  expect(again).toMatchObject({ code: 1, stdout: "" });
  expect(again.stderr).toContain("is there already");
});

/** One document after the other, each with a number of its own, until the service is gone. */
function startWriting({ address }: ChildService) {
  const { client } = connect(address);
  const written: { id: string; number: number }[] = [];
  async function write(): Promise<void> {
    for (let i = 0; ; i++) {
      const number = 100_000 + i;
      const body = {
        user_id: "drill",
        text: `What I wrote down was the number ${number}, and nothing else of note.`,
      };
      const { data } = await client.POST("/api/v1/documents/", { body });
      if (data) written.push({ id: data.id, number });
    }
  }
  return { written, ended: write().catch(() => {}) };
}

async function findByNumber({ client }: ChildService, number: number): Promise<string[]> {
  const body = { query: String(number), user_id: "drill", mode: "keyword" as const };
  const { data } = await client.POST("/api/v1/search/", { body });
  return data?.results.map(({ document_id }) => document_id) ?? [];
}

async function reconcile({ client }: ChildService) {
  const { data: accepted } = await client.POST("/api/v1/models/reconcile/");
  const path = { id: accepted?.job_id ?? "" };
  await until(async () => {
    const { data } = await client.GET("/api/v1/jobs/{id}/", { params: { path } });
    return data?.state === "completed";
  });
  return (await client.GET("/api/v1/health/")).data?.reconciliation;
}

/** In the middle of a file of the database, where only its hash can tell. */
function changeOneByte(archive: Buffer): Buffer {
  const changed = Buffer.from(archive);
  const at = changed.indexOf("pg_catalog", changed.length / 4);
  changed[at + 1] = (changed[at + 1] ?? 0) ^ 1;
  return changed;
}
