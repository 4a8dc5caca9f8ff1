import pg from "pg";
import { describe } from "vitest";
import { openDatabase } from "../../src/db/open.ts";
import { eventsContract } from "./events.contract.ts";

const url = process.env.TEST_DATABASE_URL;

eventsContract("PGlite", async () => {
  const database = await openDatabase({ kind: "pglite", folder: undefined });
  await database.migrate();
  return { database, other: database, dispose: () => database.close() };
});

describe.skipIf(!url)(url ? "PostgreSQL" : "PostgreSQL (TEST_DATABASE_URL is not set)", () => {
  let last = 0;
  eventsContract("PostgreSQL", async () => {
    const name = `events_${process.pid}_${++last}`;
    await query(`CREATE DATABASE ${name}`);
    const own = new URL(url ?? "");
    own.pathname = `/${name}`;
    const open = () =>
      openDatabase({
        kind: "postgresql",
        url: own.href,
        poolSize: 10,
        statementMs: 60_000,
        connectMs: 5_000,
      });
    const [database, other] = [await open(), await open()];
    await database.migrate();
    return {
      database,
      other,
      async dispose() {
        await database.close();
        await other.close();
        await query(`DROP DATABASE ${name} WITH (FORCE)`);
      },
    };
  });
});

async function query(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
