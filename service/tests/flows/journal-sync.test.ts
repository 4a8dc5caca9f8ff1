import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { count } from "drizzle-orm";
import { MongoClient, ObjectId } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import { documents } from "../../src/db/schema.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { runJobs } from "../../src/run-jobs.ts";
import { search } from "../../src/search/search.ts";
import { runSync, syncJob } from "../../src/sync/run-sync.ts";
import { startTestService, until } from "./test-service.ts";

const url = process.env.TEST_MONGODB_URL;
const ENTRIES = 200;
const DAY_MS = 86_400_000;

/** A collection of its own, and the settings that name it. */
async function setUp() {
  const env = {
    MONGODB_URL: url ?? "",
    MONGODB_DATABASE: `flow_${randomUUID()}`,
    MONGODB_CREATE_INDEX: "true",
    EMBEDDING_WORKERS: "1",
  };
  const client = new MongoClient(env.MONGODB_URL);
  onTestFinished(async () => {
    await client.db(env.MONGODB_DATABASE).dropDatabase();
    await client.close();
  });
  return { env, collection: client.db(env.MONGODB_DATABASE).collection("journalentries") };
}

const entriesOf = (user: ObjectId, many: number) =>
  Array.from({ length: many }, (_, i) => ({
    user,
    title: `Day ${i}`,
    content: `On day ${i} I wrote this down.`,
    createdAt: new Date(Date.now() - DAY_MS),
    // Several at one moment, on both sides of the borders of pages.
    updatedAt: new Date(Date.now() - DAY_MS + Math.floor(i / 7)),
  }));

describe.skipIf(!url)(`a journal in MongoDB${url ? "" : " (TEST_MONGODB_URL is not set)"}`, () => {
  it("is read to the end by the next start, though the process was killed in the middle", async () => {
    const { env, collection } = await setUp();
    await collection.insertMany(entriesOf(new ObjectId(), ENTRIES));
    const folder = await mkdtemp(join(tmpdir(), "cosmic-flow-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("./journal-sync.child.ts", import.meta.url))],
      {
        env: { ...process.env, ...env, DATA_DIR: folder },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    for await (const read of createInterface(child.stdout)) if (Number(read) >= 50) break;
    child.kill("SIGKILL");
    if (child.signalCode === null) await once(child, "exit");

    const log = createLog({ level: "error", pretty: false });
    const config = readConfig({ ...env, DATA_DIR: folder });
    await using context = await openContext(config, { command: "test", log, onDownload: () => {} });
    const before = await countDocuments(context);
    expect(before).toBeGreaterThanOrEqual(50);
    expect(before).toBeLessThan(ENTRIES);
    const run = { signal: new AbortController().signal, progress() {} };
    expect(await runSync(context, {}, run)).toMatchObject({ created: ENTRIES - before });
    expect(await countDocuments(context)).toBe(ENTRIES);
  });

  it("is found by search as soon as it is written, and no more when it is deleted", async () => {
    const { env, collection } = await setUp();
    const [before, user] = [new ObjectId(), new ObjectId()];
    await collection.insertMany(entriesOf(before, 30));
    const service = await startTestService(env);
    onTestFinished(() => service.stop());
    const { client } = service;
    const status = async () => (await client.GET("/api/v1/sync/")).data;
    const documentsOf = async (writer: ObjectId) =>
      (await client.GET("/api/v1/documents/", { params: { query: { user_id: String(writer) } } })).data
        ?.count;
    const find = async () => {
      const body = { query: "ships", user_id: String(user) };
      return (await client.POST("/api/v1/search/", { body })).data?.results ?? [];
    };
    await until(async () => (await status())?.stream === "watching");
    expect(await documentsOf(before)).toBe(30);

    const now = new Date();
    const { insertedId } = await collection.insertOne({
      user,
      title: "Harbour",
      content: "We watched the fishing boats come in.",
      mood: "calm",
      createdAt: now,
      updatedAt: now,
    });
    await until(async () => (await find()).length === 1);
    expect((await find())[0]).toMatchObject({ title: "Harbour", metadata: { mood: "calm" } });
    await collection.deleteOne({ _id: insertedId });
    await until(async () => (await find()).length === 0);
    await service.settled();
    await until(async () => (await client.GET("/api/v1/health/")).data?.index.documents === 30);

    // A journal that is suddenly empty may be a fault: nothing is removed until somebody says that it is not.
    await collection.drop();
    await until(async () => (await status())?.last_comparison?.result?.withheld === 30);
    expect(await documentsOf(before)).toBe(30);
    const accepted = await client.POST("/api/v1/sync/", { body: { force: true } });
    const at = { params: { path: { id: accepted.data?.job_id ?? "" } } };
    await until(async () => (await client.GET("/api/v1/jobs/{id}/", at)).data?.state === "completed");
    expect(await status()).toMatchObject({
      source: "mongodb",
      last_result: { read: 0, deleted: 30 },
      last_comparison: { result: { entries: 0, deleted: 30, withheld: 0 } },
    });
    expect(await documentsOf(before)).toBe(0);
  });

  it("is found by the scheduled sync alone, when nobody watches", async () => {
    const { env, collection } = await setUp();
    const folder = await mkdtemp(join(tmpdir(), "cosmic-flow-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const log = createLog({ level: "error", pretty: false });
    const config = readConfig({ ...env, DATA_DIR: folder });
    await using context = await openContext(config, { command: "test", log, onDownload: () => {} });
    await runJobs(context);
    const [user, now] = [new ObjectId(), new Date()];
    await collection.insertOne({ user, content: "The ferry was late.", createdAt: now, updatedAt: now });
    // Every second in place of every hour.
    await context.queue.schedule(syncJob, "* * * * * *", {});
    const find = () => search(context, { query: "delayed boat", user_id: String(user) });
    await until(async () => (await find()).count === 1);
  });
});

async function countDocuments({ database }: Context): Promise<number> {
  const [row] = await database.orm.select({ rows: count() }).from(documents);
  return row?.rows ?? 0;
}
