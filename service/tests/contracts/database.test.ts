import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Database, type DatabaseConfig, openDatabase } from "../../src/db/open.ts";
import { lead } from "../../src/db/postgresql/lead.ts";
import { syncState } from "../../src/db/schema.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { openOwnPglite } from "../servers/pglite.ts";
import { createPostgresServer, POSTGRES_BIN, type PostgresServer } from "../servers/postgresql.ts";
import { databaseContract } from "./database.contract.ts";

databaseContract("PGlite", async () => {
  const database = await openOwnPglite();
  return { database, dispose: () => database.close() };
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`PostgreSQL${WITHOUT_POSTGRES}`, () => {
  databaseContract("PostgreSQL", async () => {
    const own = await ownDatabase();
    const database = await openDatabase(own.config);
    return {
      database,
      async dispose() {
        await database.close();
        await own.drop();
      },
    };
  });
});

const noServer = POSTGRES_BIN ? "" : " (TEST_POSTGRES_BIN is not set)";
describe.skipIf(!POSTGRES_BIN)(`a PostgreSQL that is stopped${noServer}`, () => {
  test("is waited for at the start, with a line about it", async () => {
    const server = await newServer();
    const lines: string[] = [];
    const opening = openDatabase(postgres(server.url), { report: (line) => lines.push(line) });
    await expect.poll(() => lines.length, { timeout: 60_000 }).toBeGreaterThan(0);
    await server.start();
    await (await opening).close();
    expect(lines[0]).toMatch(/^Waiting for PostgreSQL/);
    expect(lines.at(-1)).toMatch(/^PostgreSQL answers/);
  });

  test("is not waited for any longer once the signal aborts", async () => {
    const server = await newServer();
    const stopping = new AbortController();
    const report = () => stopping.abort(new Error("enough"));
    await expect(openDatabase(postgres(server.url), { report, signal: stopping.signal })).rejects.toThrow(
      "enough",
    );
  });

  test("that lacks the database is not waited for, and says so", async () => {
    const server = await newServer();
    await server.start();
    const ready = await openDatabase(postgres(server.url));
    await ready.close();
    const wrong = openDatabase(postgres(server.url.replace("/postgres", "/elsewhere")));
    await expect(wrong).rejects.toMatchObject({ code: "invalid_configuration" });
  });

  test("in the middle of a transaction, and started again, has nothing of it and serves the next statement", async () => {
    const server = await newServer();
    await server.start();
    const database = await opened(server);
    await database.migrate();
    const cutOff = database.orm.transaction(async (tx) => {
      await tx.insert(syncState).values({ source: "lost" });
      await server.kill();
      await tx.select().from(syncState);
    });
    await expect(cutOff).rejects.toThrow();
    await server.start();
    const rows = () => database.orm.select().from(syncState);
    await expect.poll(() => rows().catch(() => undefined), { timeout: 60_000 }).toEqual([]);
  });

  test("a transaction whose connection is cut is run again, and is done once", async () => {
    const server = await newServer();
    await server.start();
    const database = await opened(server);
    await database.migrate();
    let runs = 0;
    await database.orm.transaction(async (tx) => {
      runs++;
      await tx.insert(syncState).values({ source: "once" });
      if (runs > 1) return;
      await tx.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`);
    });
    expect(runs).toBe(2);
    expect(await database.orm.select().from(syncState)).toHaveLength(1);
  });

  test("transactions that could not even begin leave their connections to others", async () => {
    const server = await newServer();
    await server.start();
    const database = await openDatabase(postgres(server.url, 2));
    // Were a connection kept, this would never end.
    onTestFinished(() => database.close());
    const pid = sql<number>`pg_backend_pid()`;
    const pidOf = () =>
      database.orm.transaction(async (tx) => (await tx.select({ pid }).from(sql`(SELECT 1) AS one`))[0]?.pid);
    for (let time = 0; time < 3; time++) {
      const before = await pidOf();
      // Not awaited: the pool must not hear of it before the next BEGIN.
      execFileSync(join(POSTGRES_BIN ?? "", "psql"), [
        server.url,
        "-qAtc",
        `SELECT pg_terminate_backend(${before}, 60000)`,
      ]);
      expect(await pidOf()).not.toBe(before);
    }
  });

  test("two transactions that contradict each other are both done", async () => {
    const server = await newServer();
    await server.start();
    const database = await opened(server);
    await database.migrate();
    await database.orm.insert(syncState).values({ source: "count", cursorId: "0" });
    const both = Promise.withResolvers<void>();
    let reading = 0;
    const increment = () =>
      database.orm.transaction(
        async (tx) => {
          const [row] = await tx.select().from(syncState);
          // Both have read before either writes, the first time.
          if (++reading === 2) both.resolve();
          if (reading <= 2) await both.promise;
          await tx.update(syncState).set({ cursorId: String(Number(row?.cursorId) + 1) });
        },
        { isolationLevel: "serializable" },
      );
    await Promise.all([increment(), increment()]);
    expect(await database.orm.select().from(syncState)).toMatchObject([{ cursorId: "2" }]);
  });

  test("gives the lead to another process, and the first one stops leading", async () => {
    const server = await newServer();
    await server.start();
    const [first, second] = [await opened(server), await opened(server)];
    const stopping = new AbortController();
    onTestFinished(() => stopping.abort());
    const events: string[] = [];
    const lead = (name: string, database: Database) =>
      database.lead(async (signal) => {
        events.push(`${name} leads`);
        await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
        events.push(`${name} stops`);
      }, stopping.signal);
    const leading = [lead("first", first)];
    await expect.poll(() => events, { timeout: 60_000 }).toEqual(["first leads"]);
    leading.push(lead("second", second));
    await query(
      server.url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cosmic leader'",
    );
    await expect.poll(() => events.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
    expect(events.slice(0, 2)).toEqual(["first leads", "first stops"]);
    // Never two at once, whoever it is now.
    expect(events[2]).toMatch(/leads$/);
    stopping.abort();
    await Promise.all(leading);
  });

  test("never lets a work begin whose lead is lost already, whenever the connection is cut", async () => {
    const server = await newServer();
    await server.start();
    const killer = new pg.Client({ connectionString: server.url });
    await killer.connect();
    const stopping = new AbortController();
    const begun = { led: 0, over: 0 };
    const work = async (signal: AbortSignal) => {
      begun[signal.aborted ? "over" : "led"]++;
      if (!signal.aborted) await once(signal, "abort");
    };
    const leading = [1, 2, 3].map(() => lead({ connectionString: server.url }, work, stopping.signal, 5));
    while (begun.led < 100) {
      await killer.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cosmic leader'",
      );
    }
    stopping.abort();
    await Promise.all(leading);
    await killer.end();
    expect(begun.over).toBe(0);
  });
});

function postgres(address: string, poolSize = 10): DatabaseConfig {
  return { kind: "postgresql", url: address, poolSize, statementMs: 60_000, connectMs: 5_000 };
}

async function newServer(): Promise<PostgresServer> {
  const server = await createPostgresServer(POSTGRES_BIN ?? "");
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

async function opened(server: PostgresServer): Promise<Database> {
  const database = await openDatabase(postgres(server.url));
  onTestFinished(() => database.close());
  return database;
}

async function query(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query(statement);
  await client.end();
}
