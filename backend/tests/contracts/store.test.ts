import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, test } from "vitest";
import { openDatabase } from "../../../service/src/db/open.ts";
import { withMongo } from "../../../service/tests/servers/mongodb.ts";
import { createDatabaseStore } from "../../src/stores/database/create.ts";
import { createMongoStore } from "../../src/stores/mongodb/create.ts";
import { storeContract } from "./store.contract.ts";

storeContract("PGlite", async () => {
  const database = await openDatabase({ kind: "pglite", folder: undefined });
  await database.migrate();
  return { store: createDatabaseStore(database.orm), dispose: () => database.close() };
});

const postgresUrl = process.env.TEST_DATABASE_URL ?? "";
describe.skipIf(!postgresUrl)(
  postgresUrl ? "PostgreSQL" : "PostgreSQL (TEST_DATABASE_URL is not set)",
  () => {
    storeContract("PostgreSQL", async () => {
      const name = `backend_${process.pid}`;
      await query(`CREATE DATABASE ${name}`);
      const url = new URL(postgresUrl);
      url.pathname = `/${name}`;
      const limits = { poolSize: 5, statementMs: 60_000, connectMs: 5_000 };
      const database = await openDatabase({ kind: "postgresql", url: url.href, ...limits });
      await database.migrate();
      return {
        store: createDatabaseStore(database.orm),
        async dispose() {
          await database.close();
          await query(`DROP DATABASE ${name} WITH (FORCE)`);
        },
      };
    });
  },
);

async function query(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const mongoUrl = process.env.TEST_MONGODB_URL;
if (mongoUrl === undefined) {
  test.skip("store on MongoDB (TEST_MONGODB_URL is not set)", () => {});
} else {
  storeContract("MongoDB", async () => {
    const database = `backend_${randomUUID()}`;
    const store = createMongoStore({ url: mongoUrl, database });
    return {
      store,
      async dispose() {
        await store.close();
        await withMongo(mongoUrl, (client) => client.db(database).dropDatabase());
      },
    };
  });
}
