import { randomUUID } from "node:crypto";
import { type Collection, type Document, MongoClient } from "mongodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { until } from "../../tests/flows/test-service.ts";
import {
  FORGETFUL,
  forgetChanges,
  type OwnMongo,
  ownMongo,
  SERVER,
  WITHOUT_SERVER,
} from "../../tests/servers/mongodb.ts";
import { journalEntries } from "../db/schema.ts";
import { EnvReader } from "../env-reader.ts";
import type { JournalSource } from "../ports/journal/journal.ts";
import { readMongoConfig } from "../ports/journal/mongodb/config.ts";
import { createMongoJournal } from "../ports/journal/mongodb/create.ts";
import { runSync } from "./run-sync.ts";
import { readState } from "./state.ts";
import {
  documentTexts,
  run,
  type TestContext,
  useTestContext,
  withJournal,
  withSettings,
} from "./test-context.ts";
import { watchJournal } from "./watch-journal.ts";

interface TextEntry extends Document {
  _id: string;
}
const entry = (_id: string, content = `Entry ${_id}.`): TextEntry => ({
  _id,
  userId: "ada",
  content,
  updatedAt: new Date(),
});

const opened = useTestContext();

/** A server that can be killed, its collection, and the context that reads it. */
async function setUp(args: readonly string[] = [], start = true) {
  const server = await ownMongo(args);
  onTestFinished(() => server.dispose());
  if (start) await server.start();
  const journal = openJournal(server);
  const client = new MongoClient(server.url);
  onTestFinished(() => client.close());
  const entries: Collection<TextEntry> = client.db("cosmic-insights").collection("journalentries");
  return { server, entries, journal, context: withJournal(opened(), journal) };
}

function openJournal({ url }: OwnMongo): JournalSource {
  const read = new EnvReader({ MONGODB_URL: `${url}/?serverSelectionTimeoutMS=1000` });
  const journal = createMongoJournal(readMongoConfig(read), () => {});
  onTestFinished(() => journal.close());
  return journal;
}

/** Watches until stopped, as the process that holds the clock does. */
function watching(context: TestContext): { stop(): Promise<void> } {
  const controller = new AbortController();
  const ended = watchJournal(context, controller.signal);
  const stop = async () => {
    controller.abort();
    await ended;
  };
  onTestFinished(stop);
  return { stop };
}

const state = async (context: TestContext) => (await readState(context)).stream;
const has = async (context: TestContext, id: string, text?: string) => {
  const texts = await documentTexts(context);
  return text === undefined ? id in texts : texts[id] === text;
};
const messages = ({ logged }: TestContext) => logged.map(({ msg }) => msg);

describe.skipIf(!SERVER)(`watching a journal on MongoDB${WITHOUT_SERVER}`, () => {
  test("what is written, changed and deleted there is so here", async () => {
    const { context, entries } = await setUp();
    await entries.insertOne(entry("before"));
    const watcher = watching(context);
    await until(() => has(context, "before"));
    await until(async () => (await state(context)) === "watching");
    await entries.insertOne(entry("a"));
    await until(() => has(context, "a"));
    await entries.updateOne({ _id: "a" }, { $set: { content: "Changed." } });
    await until(() => has(context, "a", "Changed."));
    await entries.deleteMany({});
    await until(async () => Object.keys(await documentTexts(context)).length === 0);
    await watcher.stop();
    expect(await state(context)).toBe("off");
    expect(messages(context)).toEqual([]);
  });

  test("a watcher that is started again goes on where it was, and reads nothing twice", async () => {
    const { context, entries, journal } = await setUp();
    await entries.insertMany([entry("a"), entry("gone")]);
    const first = watching(context);
    await until(async () => (await state(context)) === "watching");
    await first.stop();
    await entries.insertOne(entry("b"));
    await entries.deleteOne({ _id: "gone" });
    const reads: string[] = [];
    const counted = withJournal(context, {
      ...journal,
      read: (query) => {
        reads.push("read");
        return journal.read(query);
      },
    });
    watching(counted);
    await until(async () => (await has(context, "b")) && !(await has(context, "gone")));
    expect(Object.keys(await documentTexts(context)).sort()).toEqual(["a", "b"]);
    expect(reads).toEqual([]);
  });

  test("changes that the server has forgotten are caught up with", async () => {
    const { context, entries, server } = await setUp(FORGETFUL);
    await entries.insertMany([entry("a"), entry("gone")]);
    const first = watching(context);
    await until(async () => (await state(context)) === "watching");
    await first.stop();
    await entries.deleteOne({ _id: "gone" });
    await entries.updateOne({ _id: "a" }, { $set: { content: "Changed.", updatedAt: new Date() } });
    await entries.insertMany(Array.from({ length: 10 }, (_, i) => entry(`new ${i}`)));
    await forgetChanges(server.url);
    watching(context);
    await until(async () => (await state(context)) === "watching");
    const texts = await documentTexts(context);
    expect(texts).toMatchObject({ a: "Changed.", "new 0": "Entry new 0.", "new 9": "Entry new 9." });
    expect(texts).not.toHaveProperty("gone");
    expect(messages(context)).toContain("changes of the journal were missed; it is read again");
    await entries.insertOne(entry("after"));
    await until(() => has(context, "after"));
  });

  test("a collection that is dropped and filled again is read again", async () => {
    const { context, entries } = await setUp();
    await entries.insertOne(entry("old"));
    watching(context);
    await until(async () => (await state(context)) === "watching");
    await entries.drop();
    await entries.insertOne(entry("new"));
    await until(async () => (await has(context, "new")) && !(await has(context, "old")));
  });

  test("a server that dies is waited for, with one line in the log, and nothing is lost", async () => {
    const { context, entries, server } = await setUp();
    await entries.insertOne(entry("a"));
    watching(context);
    await until(async () => (await state(context)) === "watching");
    await server.kill();
    await until(async () => (await state(context)) === "off");
    await server.start();
    await entries.insertOne(entry("b"));
    await until(() => has(context, "b"));
    await until(async () => (await state(context)) === "watching");
    const outages = messages(context).filter((it) => it === "the journal cannot be watched; trying again");
    expect(outages).toHaveLength(1);
    expect(messages(context)).toContain("the journal is watched again");
  });

  test("may begin while the server is away", async () => {
    const { context, entries, server } = await setUp([], false);
    watching(context);
    await until(async () => messages(context).length > 0);
    await server.start();
    await entries.insertOne(entry("a"));
    await until(() => has(context, "a"));
  });

  test("a server without change streams is asked again and again", async () => {
    const { context, entries } = await setUp(["--standalone"]);
    watching(withSettings(context, { pollSeconds: 1 }));
    await until(async () => (await state(context)) === "polling");
    await entries.insertOne(entry("a"));
    await until(() => has(context, "a"));
    expect(messages(context)).toEqual(["MongoDB has no change streams here; the journal is polled"]);
  });

  test("a bad entry does not stop the others", async () => {
    const { context, entries } = await setUp();
    watching(context);
    await until(async () => (await state(context)) === "watching");
    await entries.insertMany([entry("nul", "a\0b"), entry("empty", " "), entry("good")]);
    await until(() => has(context, "good"));
    expect(Object.keys(await documentTexts(context))).toEqual(["good"]);
    expect(messages(context)).toContain("entries of the journal were left out");
  });
});

describe.skipIf(!SERVER)(`a sync whose MongoDB is killed${WITHOUT_SERVER}`, () => {
  test("fails at once, keeps its place, and misses nothing after the restart", async () => {
    const { context, entries, server, journal } = await setUp();
    const ids = Array.from({ length: 60 }, (_, i) => `e${i}`);
    const past = Date.now() - 3_600_000;
    await entries.insertMany(ids.map((id, i) => ({ ...entry(id), updatedAt: new Date(past + i) })));
    let pages = 0;
    const dying = withJournal(context, {
      ...journal,
      async read(query) {
        const page = await journal.read({ ...query, limit: 10 });
        if (++pages === 3) await server.kill();
        return page;
      },
    });
    await expect(runSync(dying, {}, run)).rejects.toMatchObject({
      code: "journal_unavailable",
      retryAfter: expect.any(Number),
    });
    expect(Object.keys(await documentTexts(context))).toHaveLength(30);
    await server.start();
    expect(await runSync(context, {}, run)).toMatchObject({ read: 30, created: 30 });
    expect(Object.keys(await documentTexts(context)).sort()).toEqual(ids.toSorted());
  });
});

test("a journal that never tells of changes is polled", async () => {
  const context = withSettings(opened(), { pollSeconds: 1 });
  watching(context);
  await until(async () => (await state(context)) === "polling");
  const [id, now] = [randomUUID(), new Date()];
  await context.database.orm
    .insert(journalEntries)
    .values({ id, userId: "ada", text: "Polled.", createdAt: now, updatedAt: now });
  await until(() => has(context, id));
});
