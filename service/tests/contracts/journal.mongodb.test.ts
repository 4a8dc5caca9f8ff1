import { randomUUID } from "node:crypto";
import { type Collection, type Document, MongoClient, ObjectId, UUID } from "mongodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { EnvReader } from "../../src/env-reader.ts";
import type { JournalCursor, JournalSource } from "../../src/ports/journal/journal.ts";
import { readMongoConfig } from "../../src/ports/journal/mongodb/config.ts";
import { createMongoJournal } from "../../src/ports/journal/mongodb/create.ts";
import { freePort } from "../servers/free-port.ts";
import { ownMongo, SERVER, WITHOUT_SERVER, withMongo } from "../servers/mongodb.ts";

const url = process.env.TEST_MONGODB_URL;
const T = new Date("2026-01-01T00:00:00.000Z");

const entry = (more: Document = {}): Document => ({ userId: "ada", content: "text", updatedAt: T, ...more });

function openJournal(at: string, env: Record<string, string> = {}) {
  const reports: string[] = [];
  const read = new EnvReader({ MONGODB_URL: at, ...env });
  const journal = createMongoJournal(readMongoConfig(read), (_level, message) => void reports.push(message));
  onTestFinished(() => journal.close());
  return { journal, reports };
}

/** A collection of its own, with its journal. */
async function setUp(env: Record<string, string> = {}) {
  const database = `journal_${randomUUID()}`;
  const client = new MongoClient(url ?? "");
  // Ids of every type, which the type of a collection otherwise does not allow.
  const entries: Collection<Document & { _id?: unknown }> = client.db(database).collection("journalentries");
  onTestFinished(async () => {
    await client.db(database).dropDatabase();
    await client.close();
  });
  return { entries, ...openJournal(url ?? "", { MONGODB_DATABASE: database, ...env }) };
}

async function readIds(journal: JournalSource, query: Partial<Parameters<JournalSource["read"]>[0]> = {}) {
  const ids: string[] = [];
  for (let after: JournalCursor | undefined, first = true; first || after; first = false) {
    const page = await journal.read({ limit: 1, ...query, ...(after && { after }) });
    ids.push(...page.entries.map(({ id }) => id), ...page.rejected.map(({ id }) => id));
    after = page.cursor;
  }
  return ids;
}

describe.skipIf(!url)(`journal on MongoDB, by itself${url ? "" : " (TEST_MONGODB_URL is not set)"}`, () => {
  test("reads ids of every type at one moment, each once, one a page", async () => {
    const { entries, journal } = await setUp();
    const [objectId, uuid] = [new ObjectId(), new UUID()];
    const ids = [5, 5.5, "a", "5a", uuid, objectId, { odd: 1 }, new Date(0)];
    await entries.insertMany(ids.map((_id) => entry({ _id })));
    const read = await readIds(journal);
    expect(read).toHaveLength(ids.length);
    expect(new Set(read)).toEqual(
      new Set([
        "5",
        "5.5",
        "a",
        "5a",
        uuid.toString(),
        objectId.toHexString(),
        expect.any(String),
        expect.any(String),
      ]),
    );
    const listed = await journal.listIds({ limit: 100 });
    expect(listed.ids).toHaveLength(6);
    expect(await journal.existing(listed.ids)).toEqual(new Set(listed.ids));
    expect((await journal.readByIds(listed.ids)).entries).toHaveLength(6);
  });

  test("finds a user by text whose id is an ObjectId, and only by the field that counts", async () => {
    const { entries, journal } = await setUp();
    const user = new ObjectId();
    await entries.insertMany([
      entry({ _id: "id", userId: user }),
      entry({ _id: "text", userId: user.toHexString() }),
      entry({ _id: "other field", userId: null, user }),
      entry({ _id: "somebody else", userId: "bob", user }),
    ]);
    const ids = await readIds(journal, { userId: user.toHexString() });
    expect(ids.sort()).toEqual(["id", "other field", "text"]);
  });

  test("keeps entries that do not say when they changed for a reading of their own", async () => {
    const { entries, journal } = await setUp();
    const undated = [null, "2026-01-01", 5, [T], true];
    await entries.insertMany([
      entry({ _id: "dated" }),
      ...undated.map((updatedAt, i) => entry({ _id: `undated ${i}`, updatedAt })),
      { _id: "undated 5", userId: "ada", content: "no such field" },
    ]);
    expect(await readIds(journal)).toEqual(["dated"]);
    expect(await readIds(journal, { undated: true })).toEqual([0, 1, 2, 3, 4, 5].map((i) => `undated ${i}`));
    expect(await readIds(journal, { undated: true, userId: "nobody" })).toEqual([]);
  });

  test("reports what cannot be mapped and goes on behind it", async () => {
    const { entries, journal } = await setUp();
    await entries.insertMany([
      entry({ _id: "1" }),
      entry({ _id: "2", content: 5 }),
      entry({ _id: "3", userId: null }),
      entry({ _id: "4" }),
    ]);
    const page = await journal.read({ limit: 10 });
    expect(page.entries.map(({ id }) => id)).toEqual(["1", "4"]);
    expect(page.rejected).toEqual([
      { id: "2", reason: "content is not text" },
      { id: "3", reason: "it has no userId or user" },
    ]);
    expect(await readIds(journal)).toEqual(["1", "2", "3", "4"]);
  });

  test("ends a page early when its entries are long", async () => {
    const { entries, journal } = await setUp();
    for (const _id of ["a", "b", "c"])
      await entries.insertOne(entry({ _id, content: "x".repeat(5_000_000) }));
    const first = await journal.read({ limit: 10 });
    expect(first.entries).toHaveLength(2);
    expect((await readIds(journal, { limit: 10 })).sort()).toEqual(["a", "b", "c"]);
  });

  test("says once that the index is missing, and makes it only if asked", async () => {
    const { entries, journal, reports } = await setUp();
    await journal.read({ limit: 1 });
    expect(reports).toEqual([]);
    await entries.insertOne(entry());
    await journal.read({ limit: 1 });
    await journal.read({ limit: 1 });
    expect(reports).toEqual([expect.stringContaining("createIndex({")]);
    expect(await entries.indexes()).toHaveLength(1);

    const asked = await setUp({ MONGODB_CREATE_INDEX: "true" });
    await asked.entries.insertOne(entry());
    await asked.journal.read({ limit: 1 });
    expect(asked.reports).toEqual([]);
    expect((await asked.entries.indexes()).map(({ key }) => key)).toContainEqual({ updatedAt: 1, _id: 1 });
  });
});

describe("journal on MongoDB, away", () => {
  test("rejects within seconds and says when to try again, without the password", async () => {
    const { journal } = openJournal(
      `mongodb://ada:secret@127.0.0.1:${await freePort()}/?serverSelectionTimeoutMS=500`,
    );
    const calls = [
      () => journal.read({ limit: 1 }),
      () => journal.check(),
      () => journal.listIds({ limit: 1 }),
      () => journal.existing(["a"]),
      async () => {
        for await (const _ of journal.watch?.({ signal: new AbortController().signal }) ?? []);
      },
    ];
    for (const call of calls) {
      const error = await call().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: "journal_unavailable", retryAfter: expect.any(Number) });
      expect(String(error)).not.toContain("secret");
    }
  });

  test.skipIf(!SERVER)(
    `answers once the server is there, and again after a crash${WITHOUT_SERVER}`,
    async () => {
      const server = await ownMongo();
      onTestFinished(() => server.dispose());
      const { journal } = openJournal(server.url);
      await expect(journal.check()).rejects.toMatchObject({ code: "journal_unavailable" });
      await server.start();
      await journal.check();
      await withMongo(server.url, (client) =>
        client.db("cosmic-insights").collection("journalentries").insertOne(entry()),
      );
      expect((await journal.read({ limit: 5 })).entries).toHaveLength(1);
      await server.kill();
      await expect(journal.read({ limit: 5 })).rejects.toMatchObject({ code: "journal_unavailable" });
      await server.start();
      expect((await journal.read({ limit: 5 })).entries).toHaveLength(1);
    },
  );
});
