import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { Type } from "typebox";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Database, openDatabase } from "../../src/db/open.ts";
import { createPgBossQueue, type PgBossQueueOptions } from "../../src/ports/queue/pg-boss.ts";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { openOwnPglite } from "../servers/pglite.ts";
import { type QueueStore, queueContract } from "./queue.contract.ts";
import { crash, expectAllToRun } from "./queue.crash.ts";
import { CRASHING } from "./queue.crashing.ts";

const kept = pgTable("kept", { n: integer().notNull() });
const WAIT = { timeout: 20_000, interval: 20 };

/** Quick enough for a test; the rest as in production. */
const timing = { beatMs: 200, silentSeconds: 2, pollMs: 200 };

const report: PgBossQueueOptions["report"] = (_level, message, cause) => {
  throw new Error(message, { cause });
};

const openQueue = (database: Database) => {
  const exclusive = database.engine.kind === "pglite";
  return createPgBossQueue(database, { exclusive, report, ...(exclusive ? {} : { timing }) });
};

function storeIn(database: Database, remove = async () => {}): QueueStore {
  return {
    shared: database.engine.kind === "postgresql",
    open: () => openQueue(database),
    async dispose() {
      await database.close();
      await remove();
    },
  };
}

async function openForTest(database: Database): Promise<Queue> {
  const queue = await openQueue(database);
  onTestFinished(() => queue.close());
  return queue;
}

queueContract("PGlite", async () => storeIn(await openOwnPglite()));

describe("queue on PGlite, its process killed", { timeout: 60_000 }, () => {
  test("all jobs run when the folder is opened again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "queue-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await crash({ kind: "pglite", folder });
    const database = await openDatabase({ kind: "pglite", folder });
    onTestFinished(() => database.close());
    await expectAllToRun(await openForTest(database));
  });
});

describe("queue on PGlite, beside transactions", { timeout: 60_000 }, () => {
  test("no statement of the queue lands in a transaction of somebody else", async () => {
    const database = await openOwnPglite();
    onTestFinished(() => database.close());
    const queue = await openForTest(database);
    await database.orm.execute(sql`CREATE TABLE kept (n integer)`);
    const job = {
      ...CRASHING,
      name: "writes",
      payload: Type.Object({ n: Type.Integer() }),
    };
    const insert = (n: number) =>
      database.orm.transaction(async (tx) => {
        await tx.execute(sql`INSERT INTO kept VALUES (${n})`);
        await new Promise(setImmediate);
        await tx.execute(sql`INSERT INTO kept VALUES (${n})`);
        if (n % 5 === 0) throw new Error("rolled back");
      });
    await queue.work(job, async ({ n }) => {
      await insert(n).catch(() => {});
    });
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    await Promise.all(
      numbers.flatMap((n) => [queue.enqueue(job, { n }), insert(1000 + n).catch(() => {}), queue.describe()]),
    );
    // A kind is made by several statements in one transaction of the queue's own.
    await Promise.all(numbers.slice(0, 5).map((n) => queue.enqueue({ ...job, name: `other-${n}` }, { n })));
    await vi.waitUntil(
      async () => (await queue.list({ name: job.name, state: "completed", limit: 1 })).count === 50,
      WAIT,
    );
    const rows = await database.orm.select({ n: kept.n }).from(kept).orderBy(kept.n);
    const committed = [...numbers, ...numbers.map((n) => 1000 + n)].filter((n) => n % 5 !== 0);
    expect(rows.map(({ n }) => n)).toEqual(committed.flatMap((n) => [n, n]));
  });
});

if (WITHOUT_POSTGRES) {
  test.skip(`queue on PostgreSQL${WITHOUT_POSTGRES}`, () => {});
} else {
  queueContract("PostgreSQL", async () => {
    const { config, drop } = await ownDatabase();
    return storeIn(await openDatabase(config), drop);
  });

  describe("queue on PostgreSQL, in several processes", { timeout: 60_000 }, () => {
    test("the jobs of a killed process run in another", async () => {
      const { config, drop } = await ownDatabase();
      onTestFinished(drop);
      await crash(config);
      const database = await openDatabase(config);
      onTestFinished(() => database.close());
      await expectAllToRun(await openForTest(database));
    });

    test("a job is seen, run and cancelled from another process", async () => {
      const { config, drop } = await ownDatabase();
      onTestFinished(drop);
      const database = await openDatabase(config);
      onTestFinished(() => database.close());
      const [api, worker] = [await openQueue(database), await openQueue(database)];
      onTestFinished(async () => void (await Promise.all([api.close(), worker.close()])));
      const { promise: aborted, resolve: onAbort } = Promise.withResolvers<unknown>();
      await worker.work(CRASHING, async (_payload, { signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        onAbort(signal.reason);
      });
      const id = await api.enqueue(CRASHING, { n: 1 });
      await vi.waitUntil(async () => (await api.get(id))?.state === "active", WAIT);
      expect(await api.cancel(id)).toBe(true);
      expect(await aborted).toMatchObject({ code: "cancelled" });
    });

    test("two processes that work share the jobs, and none runs twice", async () => {
      const { config, drop } = await ownDatabase();
      onTestFinished(drop);
      const database = await openDatabase(config);
      onTestFinished(() => database.close());
      const queues = await Promise.all([openQueue(database), openQueue(database)]);
      onTestFinished(async () => void (await Promise.all(queues.map((queue) => queue.close()))));
      const seen: number[] = [];
      for (const queue of queues) await queue.work(CRASHING, async ({ n }) => void seen.push(n));
      const numbers = Array.from({ length: 100 }, (_, n) => n);
      await Promise.all(numbers.map((n) => queues[0]?.enqueue(CRASHING, { n })));
      await vi.waitUntil(() => seen.length >= 100, WAIT);
      expect(seen.sort((a, b) => a - b)).toEqual(numbers);
    });
  });
}
