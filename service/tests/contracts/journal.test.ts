import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { MongoClient, ObjectId } from "mongodb";
import { test } from "vitest";
import { journalEntries } from "../../src/db/schema.ts";
import { EnvReader } from "../../src/env-reader.ts";
import { createDatabaseJournal } from "../../src/ports/journal/database.ts";
import { readMongoConfig } from "../../src/ports/journal/mongodb/config.ts";
import { createMongoJournal } from "../../src/ports/journal/mongodb/create.ts";
import { openOwnPglite } from "../servers/pglite.ts";
import { journalContract } from "./journal.contract.ts";

const url = process.env.TEST_MONGODB_URL;

journalContract("PGlite", async () => {
  const database = await openOwnPglite();
  await database.migrate();
  return {
    journal: createDatabaseJournal(database.orm),
    async add(entries) {
      const rows = entries.map((entry) => ({ id: randomUUID(), ...entry }));
      await database.orm.insert(journalEntries).values(rows);
      return rows.map(({ id }) => id);
    },
    async remove(ids) {
      await database.orm.delete(journalEntries).where(inArray(journalEntries.id, [...ids]));
    },
    async clear() {
      await database.orm.delete(journalEntries).where(eq(journalEntries.id, journalEntries.id));
    },
    dispose: () => database.close(),
  };
});

if (url === undefined) {
  test.skip("journal on MongoDB (TEST_MONGODB_URL is not set)", () => {});
} else {
  journalContract("MongoDB", async () => {
    const name = `journal_${randomUUID()}`;
    const read = new EnvReader({ MONGODB_URL: url, MONGODB_DATABASE: name, MONGODB_FIELD_TEXT: "text" });
    const journal = createMongoJournal(readMongoConfig(read), () => {});
    const client = new MongoClient(url);
    const entries = client.db(name).collection("journalentries");
    await entries.createIndex({ updatedAt: 1, _id: 1 });
    return {
      journal,
      async add(written) {
        const found = await entries.insertMany(written.map((entry) => ({ ...entry })));
        return Object.values(found.insertedIds).map(String);
      },
      async remove(ids) {
        await entries.deleteMany({ _id: { $in: ids.map((id) => new ObjectId(id)) } });
      },
      async clear() {
        await entries.deleteMany({});
      },
      async dispose() {
        await client.db(name).dropDatabase();
        await client.close();
        await journal.close();
      },
    };
  });
}
