/**
 * Prints how many jobs a second each adapter takes and runs: 2,000 jobs that do nothing, in one process.
 * PostgreSQL and Redis where TEST_DATABASE_URL and TEST_REDIS_URL say. `node service/tests/contracts/queue.measure.ts`
 */
import { randomUUID } from "node:crypto";
import { type Database, openDatabase } from "../../src/db/open.ts";
import { createBullMqQueue } from "../../src/ports/queue/bullmq/create.ts";
import { createPgBossQueue } from "../../src/ports/queue/pg-boss.ts";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { openOwnPglite } from "../servers/pglite.ts";
import { kind } from "./queue.bench.ts";

const JOBS = Number(process.argv[2] ?? 2_000);
const report = (_level: string, message: string) => console.error(message);

async function measure(name: string, queue: Queue): Promise<void> {
  const job = kind({ concurrency: 10 });
  const numbers = Array.from({ length: JOBS }, (_, n) => n);
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let ran = 0;
  const begin = performance.now();
  await Promise.all(numbers.map((n) => queue.enqueue(job, { n })));
  const added = performance.now();
  await queue.work(job, async () => {
    if (++ran === JOBS) resolve();
  });
  await done;
  const end = performance.now();
  console.log(
    `${name.padEnd(12)}${perSecond(begin, added)} added/s ${perSecond(added, end)} run/s ${perSecond(begin, end)} both/s`,
  );
}

const perSecond = (from: number, to: number) =>
  Math.round((JOBS / (to - from)) * 1000)
    .toString()
    .padStart(7);

async function measurePgBoss(name: string, database: Database): Promise<void> {
  const exclusive = database.engine.kind === "pglite";
  const queue = await createPgBossQueue(database, { exclusive, report });
  await measure(name, queue);
  await queue.close();
  await database.close();
}

await measurePgBoss("PGlite", await openOwnPglite());
if (process.env.TEST_DATABASE_URL) {
  const url = process.env.TEST_DATABASE_URL;
  const config = { kind: "postgresql", url, poolSize: 10, statementMs: 60_000, connectMs: 5_000 } as const;
  await measurePgBoss("PostgreSQL", await openDatabase(config));
}
if (process.env.TEST_REDIS_URL) {
  const config = { url: process.env.TEST_REDIS_URL, prefix: `measure-${randomUUID()}` };
  const queue = await createBullMqQueue(config, report);
  await measure("Redis", queue);
  await queue.close();
}
