import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DocumentList, Problem, SyncResult } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { MongoClient, ObjectId } from "mongodb";
import { describe, expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import { journalEntries } from "../../src/db/schema.ts";
import { buildApp } from "../../src/http/app.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import { runJobs } from "../../src/run-jobs.ts";
import { search } from "../../src/search/search.ts";
import { pushEntries } from "../../src/sync/push-entries.ts";
import { announceRemoval } from "../../src/sync/state.ts";
import { ownMongo, SERVER, WITHOUT_SERVER } from "../servers/mongodb.ts";
import { bodyOf, connect, until } from "./test-service.ts";

const url = process.env.TEST_MONGODB_URL;

/** What the application around the service does to its journal. */
interface Writing {
  env: Record<string, string>;
  write(context: Context, userId: string, text: string): Promise<string>;
  change(context: Context, id: string, text: string): Promise<void>;
  remove(context: Context, id: string): Promise<void>;
}

const inDatabase: Writing = {
  env: {},
  async write({ database }, userId, text) {
    const [id, now] = [randomUUID(), new Date()];
    await database.orm.insert(journalEntries).values({ id, userId, text, createdAt: now, updatedAt: now });
    return id;
  },
  async change({ database }, id, text) {
    await database.orm
      .update(journalEntries)
      .set({ text, updatedAt: new Date() })
      .where(eq(journalEntries.id, id));
  },
  async remove({ database }, id) {
    await database.orm.delete(journalEntries).where(eq(journalEntries.id, id));
  },
};

function inMongo(): Writing {
  const env = { MONGODB_URL: url ?? "", MONGODB_DATABASE: `push_${randomUUID()}` };
  const client = new MongoClient(env.MONGODB_URL);
  onTestFinished(async () => {
    await client.db(env.MONGODB_DATABASE).dropDatabase();
    await client.close();
  });
  const entries = client.db(env.MONGODB_DATABASE).collection("journalentries");
  return {
    env,
    async write(_context, userId, content) {
      const now = new Date();
      const { insertedId } = await entries.insertOne({ userId, content, createdAt: now, updatedAt: now });
      return String(insertedId);
    },
    async change(_context, id, content) {
      await entries.updateOne({ _id: new ObjectId(id) }, { $set: { content, updatedAt: new Date() } });
    },
    async remove(_context, id) {
      await entries.deleteOne({ _id: new ObjectId(id) });
    },
  };
}

/** The service without its scheduler: nobody but the push tells it of entries. */
async function start(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "cosmic-push-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const config = readConfig({
    DATA_DIR: folder,
    PORT: "0",
    EMBEDDING_WORKERS: "1",
    SYNC_OVERLAP_SECONDS: "0",
    ...env,
  });
  const log = createLog({ level: "error", pretty: false });
  const context = await openContext(config, { command: "test", log, onDownload: () => {} });
  onTestFinished(() => context[Symbol.asyncDispose]());
  await runJobs(context);
  const app = await buildApp(context);
  onTestFinished(() => app.close());
  const { request } = connect(await app.listen({ host: "127.0.0.1", port: 0 }));
  const post = (ids: readonly string[]) => request("POST", "/api/v1/sync/entries/", JSON.stringify({ ids }));
  const push = async (...ids: string[]) => bodyOf(SyncResult, await post(ids));
  const find = async (query: string, user_id = "ada") =>
    (await search(context, { query, user_id, mode: "keyword" })).results.map(({ text }) => text);
  return { context, request, post, push, find };
}

const journals: [string, () => Writing][] = [
  ["in the database", () => inDatabase],
  ...(url ? [["in MongoDB", inMongo] satisfies [string, () => Writing]] : []),
];

describe.each(journals)("a push of entries of the journal %s", (_where, open) => {
  it("makes an entry found, brings it up to date, and removes it", async () => {
    const { env, write, change, remove } = open();
    const { context, push, find } = await start(env);
    const id = await write(context, "ada", "The heron stood in the shallows.");
    const other = await write(context, "ada", "The kettle sang.");
    expect(await push(id, id, "nobody", randomUUID(), String(new ObjectId()))).toMatchObject({
      read: 1,
      created: 1,
      deleted: 0,
      rejected_count: 0,
    });
    await until(async () => (await find("heron")).length === 1);
    expect(await find("kettle")).toEqual([]);
    expect(await push(id)).toMatchObject({ read: 1, created: 0, updated: 0, unchanged: 1 });

    await change(context, id, "The bittern stood in the shallows.");
    expect(await push(id, other)).toMatchObject({ read: 2, created: 1, updated: 1 });
    await until(async () => (await find("bittern")).length === 1 && (await find("kettle")).length === 1);
    expect(await find("heron")).toEqual([]);

    await remove(context, id);
    expect(await push(id, other)).toMatchObject({ read: 1, unchanged: 1, deleted: 1 });
    expect(await find("bittern")).toEqual([]);
    expect(await push(id)).toMatchObject({ read: 0, deleted: 0 });
  });

  it("says of each entry that cannot become a document what is wrong with it", async () => {
    const { env, write } = open();
    const { context, push } = await start(env);
    const good = await write(context, "ada", "Fine.");
    const bad = await write(context, "ada", "   ");
    expect(await push(good, bad)).toMatchObject({
      created: 1,
      rejected_count: 1,
      rejected: [{ id: bad, reason: expect.any(String) }],
    });
  });

  it("does not bring back an entry that is deleted between its reading and its writing", async () => {
    const { env, write, remove } = open();
    const { context, find } = await start(env);
    const id = await write(context, "ada", "The heron stood in the shallows.");
    const { journal } = context;
    const raced = {
      ...context,
      journal: {
        ...journal,
        async readByIds(ids: readonly string[]) {
          const found = await journal.readByIds(ids);
          await remove(context, id);
          await announceRemoval(context);
          return found;
        },
      },
    };
    await pushEntries(raced, [id]);
    expect(await find("heron")).toEqual([]);
    expect((await context.journal.existing([id])).size).toBe(0);
  });

  it("tells of the states of its entries by their ids", async () => {
    const { env, write } = open();
    const { context, push, request } = await start(env);
    const ids = [await write(context, "ada", "One."), await write(context, "ada", "Two.")];
    const third = await write(context, "ada", "Three.");
    await push(...ids, third);
    const ask = async (query: string) => {
      const answer = await request("GET", `/api/v1/documents/?${query}`);
      return (await bodyOf(DocumentList, answer)).results.map(({ source_id }) => source_id).toSorted();
    };
    const source = context.journal.name;
    expect(await ask(`source=${source}&source_id=${ids.join(",")}`)).toEqual(ids.toSorted());
    expect(await ask(`source=${source}&source_id=${ids[0]}&source_id=${ids[1]}`)).toEqual(ids.toSorted());
    expect(await ask(`source=${source}&source_id=${third}`)).toEqual([third]);
    expect(await ask(`source=api&source_id=${third}`)).toEqual([]);
    const refused = async (query: string) =>
      (await bodyOf(Problem, await request("GET", `/api/v1/documents/?${query}`))).code;
    expect(await refused(`source_id=${third}`)).toBe("missing_field");
    const many = Array.from({ length: 201 }, (_, i) => i).join(",");
    expect(await refused(`source=${source}&source_id=${many}`)).toBe("too_many_items");
  });
});

if (!url) it.skip("a push of entries of the journal in MongoDB (TEST_MONGODB_URL is not set)", () => {});

describe.skipIf(!SERVER)(`a push while the journal is away${WITHOUT_SERVER}`, () => {
  it("is refused, and is done when it is sent again", async () => {
    const server = await ownMongo([]);
    onTestFinished(() => server.dispose());
    await server.start();
    const { post, push } = await start({ MONGODB_URL: server.url });
    const client = new MongoClient(server.url);
    onTestFinished(() => client.close());
    const now = new Date();
    const entries = client.db("cosmic-insights").collection("journalentries");
    const { insertedId } = await entries.insertOne({ userId: "ada", content: "A heron.", updatedAt: now });
    const id = String(insertedId);
    expect(await push(id)).toMatchObject({ created: 1 });
    await server.kill();
    const answer = await post([id]);
    expect(answer.status).toBe(503);
    expect((await bodyOf(Problem, answer)).code).toBe("journal_unavailable");
    await server.start();
    expect(await push(id)).toMatchObject({ read: 1, unchanged: 1 });
  });
});

it("refuses a push of nothing, and of more than a hundred", async () => {
  const { post } = await start({});
  expect((await post([])).status).toBe(400);
  expect((await post(Array.from({ length: 101 }, String))).status).toBe(400);
});
