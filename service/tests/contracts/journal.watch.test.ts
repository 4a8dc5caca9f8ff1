import { randomUUID } from "node:crypto";
import type { Collection, Document } from "mongodb";
import { MongoClient } from "mongodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { EnvReader } from "../../src/env-reader.ts";
import type { JournalNews } from "../../src/ports/journal/journal.ts";
import { readMongoConfig } from "../../src/ports/journal/mongodb/config.ts";
import { createMongoJournal } from "../../src/ports/journal/mongodb/create.ts";
import { FORGETFUL, forgetChanges, ownMongo, SERVER, WITHOUT_SERVER } from "../servers/mongodb.ts";

const url = process.env.TEST_MONGODB_URL;

interface TextEntry extends Document {
  _id: string;
}
const entry = (_id: string, content = "text"): TextEntry => ({
  _id,
  userId: "ada",
  content,
  updatedAt: new Date(),
});

async function setUp(at = url ?? "") {
  const database = `watch_${randomUUID()}`;
  const read = new EnvReader({ MONGODB_URL: at, MONGODB_DATABASE: database });
  const journal = createMongoJournal(readMongoConfig(read), () => {});
  const client = new MongoClient(at);
  const entries: Collection<TextEntry> = client.db(database).collection("journalentries");
  const controllers: AbortController[] = [];
  onTestFinished(async () => {
    for (const controller of controllers) controller.abort();
    await client.db(database).dropDatabase();
    await client.close();
    await journal.close();
  });
  return {
    entries,
    /** Listens: the first news are in already. */
    async watch(resumeToken?: string) {
      const controller = new AbortController();
      controllers.push(controller);
      const options = { signal: controller.signal, ...(resumeToken === undefined ? {} : { resumeToken }) };
      const news = journal.watch?.(options)[Symbol.asyncIterator]();
      if (!news) throw new Error("the journal does not watch");
      const first = await news.next();
      return { first: first.value as JournalNews | undefined, news, controller };
    },
  };
}

/** News until the condition holds of all of them together. */
async function gather(news: AsyncIterator<JournalNews>, enough: (all: JournalNews[]) => boolean) {
  const all: JournalNews[] = [];
  while (!enough(all)) {
    const { value, done } = await news.next();
    if (done) break;
    all.push(value);
  }
  return all;
}

const changes = (all: JournalNews[]) => all.filter((it) => it.kind === "changes");
const idsIn = (all: JournalNews[]) =>
  changes(all).flatMap((it) => [
    ...it.entries.map(({ id }) => id),
    ...it.rejected.map(({ id }) => id),
    ...it.deleted,
  ]);
const tokenOf = (news: JournalNews | undefined) => (news?.kind === "changes" ? news.resumeToken : undefined);

describe.skipIf(!url)(`journal on MongoDB, watched${url ? "" : " (TEST_MONGODB_URL is not set)"}`, () => {
  test("listens at once, and ends when the signal aborts", async () => {
    const { watch } = await setUp();
    const { first, news, controller } = await watch();
    expect(first).toMatchObject({ kind: "changes", entries: [], rejected: [], deleted: [] });
    expect(tokenOf(first)).toBeTruthy();
    const next = news.next();
    controller.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  test("tells of entries that are written, changed, replaced, removed, or wrong", async () => {
    const { entries, watch } = await setUp();
    const { news } = await watch();
    const next = async (id: string) => changes(await gather(news, (all) => idsIn(all).includes(id))).at(-1);

    await entries.insertOne(entry("a", "one"));
    expect(await next("a")).toMatchObject({ entries: [{ id: "a", text: "one", userId: "ada" }] });
    await entries.updateOne({ _id: "a" }, { $set: { content: "two" } });
    expect(await next("a")).toMatchObject({ entries: [{ id: "a", text: "two" }] });
    await entries.replaceOne({ _id: "a" }, entry("a", "three"));
    expect(await next("a")).toMatchObject({ entries: [{ id: "a", text: "three" }] });
    await entries.updateOne({ _id: "a" }, { $unset: { content: "" } });
    expect(await next("a")).toMatchObject({ entries: [], rejected: [{ id: "a" }] });
    await entries.deleteOne({ _id: "a" });
    expect(await next("a")).toMatchObject({ entries: [], deleted: ["a"] });
  });

  test("says of an entry only what became of it last", async () => {
    const { entries, watch } = await setUp();
    const { news } = await watch();
    await entries.bulkWrite([
      { insertOne: { document: entry("kept", "one") } },
      { insertOne: { document: entry("gone") } },
      { updateOne: { filter: { _id: "kept" }, update: { $set: { content: "two" } } } },
      { deleteOne: { filter: { _id: "gone" } } },
      { insertOne: { document: entry("last") } },
    ]);
    const all = changes(await gather(news, (it) => idsIn(it).includes("last")));
    const written = all.flatMap((it) => it.entries.filter(({ id }) => id === "kept"));
    expect(written.at(-1)?.text).toBe("two");
    expect(all.at(-1)?.deleted ?? []).toEqual(["gone"]);
    for (const batch of all) expect(new Set(idsIn([batch])).size).toBe(idsIn([batch]).length);
  });

  test("puts a burst into few batches of at most 200", async () => {
    const { entries, watch } = await setUp();
    const { news } = await watch();
    const ids = Array.from({ length: 500 }, (_, i) => `e${i}`);
    await entries.insertMany(ids.map((id) => entry(id)));
    const all = await gather(news, (it) => idsIn(it).length >= 500);
    expect(idsIn(all)).toEqual(ids);
    for (const batch of all) expect(idsIn([batch]).length).toBeLessThanOrEqual(200);
    expect(all.length).toBeLessThan(25);
  });

  test("goes on after a token, with nothing twice and nothing left out", async () => {
    const { entries, watch } = await setUp();
    const before = await watch();
    await entries.insertOne(entry("seen"));
    const token = tokenOf((await gather(before.news, (all) => idsIn(all).length > 0)).at(-1));
    before.controller.abort();
    await entries.insertMany([entry("a"), entry("b")]);
    await entries.deleteOne({ _id: "seen" });
    const after = await watch(token);
    const all = [
      after.first,
      ...(await gather(after.news, () => idsIn(after.first ? [after.first] : []).length >= 3)),
    ];
    expect(idsIn(all.filter((it) => it !== undefined)).sort()).toEqual(["a", "b", "seen"]);
  });

  test.each(["nonsense", "{}", '{"_data":"826"}', '{"_data":"zz"}', "5"])(
    "takes the token %j for lost",
    async (token) => {
      const { watch } = await setUp();
      expect((await watch(token)).first).toMatchObject({ kind: "lost" });
    },
  );

  test("says that changes were lost when the collection is dropped, after what came before", async () => {
    const { entries, watch } = await setUp();
    const { news } = await watch();
    await entries.insertOne(entry("a"));
    await entries.drop();
    const all = await gather(news, (it) => it.at(-1)?.kind === "lost");
    expect(all.at(-1)?.kind).toBe("lost");
    expect((await news.next()).done).toBe(true);
  });
});

describe.skipIf(!SERVER)(`journal on a MongoDB of its own, watched${WITHOUT_SERVER}`, () => {
  async function started(args: readonly string[]): Promise<string> {
    const server = await ownMongo(args);
    onTestFinished(() => server.dispose());
    await server.start();
    return server.url;
  }

  test("that is no replica set cannot tell of changes", async () => {
    const { watch } = await setUp(await started(["--standalone"]));
    expect((await watch()).first).toMatchObject({ kind: "unsupported" });
  });

  test("that has forgotten the place to go on from has lost it", async () => {
    const address = await started(FORGETFUL);
    const { entries, watch } = await setUp(address);
    const before = await watch();
    before.controller.abort();
    for (let i = 0; i < 10; i++) await entries.insertOne(entry(`e${i}`));
    await forgetChanges(address);
    expect((await watch(tokenOf(before.first))).first).toMatchObject({ kind: "lost" });
  });
});
