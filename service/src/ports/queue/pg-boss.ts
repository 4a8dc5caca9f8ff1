import { PgBoss } from "pg-boss";
import type { Static, TSchema } from "typebox";
import { v7, validate } from "uuid";
import type { Database } from "../../db/open.ts";
import { CosmicError } from "../../errors.ts";
import type { ReportFault } from "../../faults.ts";
import { createAdditions, sharedKey, uniqueKey } from "./additions.ts";
import { queueSql } from "./boss-sql.ts";
import { withCarried } from "./carried.ts";
import { type Consumer, startConsumer } from "./consumer.ts";
import { startCron, tickId } from "./cron.ts";
import { type HeartbeatTiming, startHeartbeat } from "./heartbeat.ts";
import type { TellJobNews } from "./job-news.ts";
import { createJobTable, KEEP_WAITING_DAYS } from "./job-table.ts";
import { KEEP_ENDED_DAYS } from "./limits.ts";
import { createPayloadCheck } from "./payload-check.ts";
import type { EnqueueOptions, JobDefinition, Queue } from "./queue.ts";
import type { FollowRuns } from "./run.ts";
import { refuseUnstorable } from "./stored-text.ts";

const DAY_SECONDS = 24 * 60 * 60;
const HOUR_SECONDS = 60 * 60;
/**
 * When what is old is deleted for the first time, in milliseconds; then every hour. A process that never lives
 * for an hour has to do it too, but not while it starts.
 */
const FIRST_TIDY_MS = 60_000;
/** Longest run that pg-boss allows; it is only the net below our own time limit. */
const LONGEST_RUN_SECONDS = DAY_SECONDS;

export interface PgBossQueueOptions {
  /**
   * No other process uses this queue (PGlite). Then jobs left active belong to nobody and run again at
   * start, and nothing has to be polled.
   */
  exclusive: boolean;
  /** Told what went wrong in the background, where no caller waits for it. */
  report: ReportFault;
  /** Told of what runs in this process. */
  tell?: TellJobNews | undefined;
  follow?: FollowRuns | undefined;
  /** For queues of several processes. */
  timing?: Partial<HeartbeatTiming & { pollMs: number }>;
}

/** A queue in the database that everything else is in, on pg-boss. */
export async function createPgBossQueue(database: Database, options: PgBossQueueOptions): Promise<Queue> {
  const { exclusive, report, tell, follow } = options;
  const timing = { beatMs: 5_000, silentSeconds: 20, pollMs: exclusive ? 60_000 : 1_000, ...options.timing };
  const db = queueSql(database);
  const table = createJobTable(db);
  const payloads = createPayloadCheck();
  const consumers = new Map<string, Consumer>();
  const crons = new Map<string, { stop(): void }>();
  const kinds = new Map<string, Promise<void>>();
  let closing: Promise<void> | undefined;

  const boss = new PgBoss({
    db,
    backend: database.engine.kind === "pglite" ? "pglite" : "postgres",
    // Of pg-boss's own timers only the one that deletes what is old is wanted: it runs jobs, schedules
    // and recovers by polling, which on PGlite would hold up everybody else's queries.
    schedule: false,
    superviseIntervalSeconds: HOUR_SECONDS,
    monitorIntervalSeconds: HOUR_SECONDS,
    maintenanceIntervalSeconds: HOUR_SECONDS,
    queueCacheIntervalSeconds: HOUR_SECONDS,
    flowIntervalSeconds: HOUR_SECONDS,
    bamIntervalSeconds: HOUR_SECONDS,
    monitorVacuum: false,
    reindex: database.engine.kind === "postgresql",
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => report("error", error.message, error));
  boss.on("warning", ({ message }) => report("warning", message));
  await boss.start();
  const additions = createAdditions(boss, table);

  if (exclusive) await table.recover("all");
  const heartbeat = exclusive
    ? undefined
    : startHeartbeat(table, consumers, timing, (error) =>
        report("error", "The queue could not say that its jobs are alive.", error),
      );

  const firstTidy = setTimeout(() => {
    boss.supervise().catch((error: unknown) => report("error", "Old jobs could not be deleted.", error));
  }, FIRST_TIDY_MS);

  return {
    async enqueue(job, payload, enqueueOptions = {}) {
      const id = await add(job, payload, v7(), enqueueOptions);
      if (id === undefined) throw new CosmicError("internal", `A job of ${job.name} could not be added.`);
      return id;
    },

    async work(job, handler) {
      refuseIfClosing();
      if (consumers.has(job.name)) throw new Error(`Jobs of ${job.name} have a handler already.`);
      await prepare(job);
      const dependencies = { boss, table, payloads, report, tell, follow, exclusive, pollMs: timing.pollMs };
      consumers.set(job.name, startConsumer(job, handler, dependencies));
    },

    async schedule(job, cron, payload) {
      refuseIfClosing();
      payloads.parse(job, payload);
      await prepare(job);
      const key = `cron ${cron}`;
      crons.get(`${job.name} ${key}`)?.stop();
      const next = (from: Date) => boss.previewSchedule(cron, { from, count: 1 })[0];
      const tick = (moment: Date) => {
        add(job, payload, tickId(job.name, cron, moment), { key }).catch((error: unknown) =>
          report("error", `${job.name} could not be enqueued at its time.`, error),
        );
      };
      crons.set(`${job.name} ${key}`, startCron(next, tick));
    },

    get: async (jobId) => (validate(jobId) ? table.get(jobId) : undefined),

    async list(filter) {
      if (filter.cursor !== undefined && !validate(filter.cursor)) {
        throw new CosmicError("invalid_cursor", "The cursor is not one that a list of jobs returned.");
      }
      const [found, count] = await Promise.all([
        table.page({ ...filter, limit: filter.limit + 1 }),
        table.count(filter),
      ]);
      const jobs = found.slice(0, filter.limit);
      const last = jobs.at(-1);
      return { jobs, count, ...(last && found.length > jobs.length && { cursor: last.id }) };
    },

    async cancel(jobId) {
      const name = validate(jobId) ? await table.cancel(jobId) : undefined;
      if (name === undefined) return false;
      consumers.get(name)?.abort(jobId, new CosmicError("cancelled", "The job was cancelled."));
      return true;
    },

    async retry(jobId) {
      const name = validate(jobId) ? await table.retry(jobId) : undefined;
      if (name === undefined) return false;
      consumers.get(name)?.wake();
      return true;
    },

    delete: async (jobId) => validate(jobId) && table.delete(jobId),

    describe: () => table.describe(),

    close(closeOptions = {}) {
      closing ??= close(closeOptions.graceMs ?? 0);
      return closing;
    },
  };

  /** The id of the job, or of the one of this key that waits; undefined if this very id is already known. */
  async function add<P extends TSchema>(
    job: JobDefinition<P>,
    payload: Static<P>,
    id: string,
    { key, priority = 0, delaySeconds = 0 }: EnqueueOptions,
  ): Promise<string | undefined> {
    refuseIfClosing();
    const data = payloads.parse(job, payload);
    refuseUnstorable({ data, key });
    await prepare(job);
    const added = await additions.add(job.name, {
      ...storedOptions(job),
      id,
      data: withCarried(data, follow?.carried()),
      priority: Math.trunc(priority),
      singletonKey: key === undefined ? uniqueKey(id) : sharedKey(key),
      ...(delaySeconds > 0 && { startAfter: delaySeconds }),
    });
    if (added === id) consumers.get(job.name)?.wake();
    return added;
  }

  /** Makes the kind known to pg-boss, once. */
  function prepare(job: JobDefinition): Promise<void> {
    const known = kinds.get(job.name);
    if (known) return known;
    const made = makeKind(job);
    kinds.set(job.name, made);
    made.catch(() => kinds.delete(job.name));
    return made;
  }

  async function makeKind(job: JobDefinition): Promise<void> {
    const { retryLimit } = storedOptions(job);
    const known = await boss.getQueue(job.name);
    if (!known) await boss.createQueue(job.name, { policy: "short", retryLimit });
    else if (known.retryLimit !== retryLimit) await boss.updateQueue(job.name, { retryLimit });
  }

  function refuseIfClosing(): void {
    if (closing) throw new CosmicError("stopping", "The queue is closing.");
  }

  async function close(graceMs: number): Promise<void> {
    clearTimeout(firstTidy);
    for (const cron of crons.values()) cron.stop();
    await Promise.all([...consumers.values()].map((consumer) => consumer.drain(graceMs)));
    await heartbeat?.stop();
    await boss.stop({ graceful: false, close: false });
  }
}

function storedOptions(job: JobDefinition) {
  return {
    retryLimit: job.attempts - 1,
    expireInSeconds: Math.min(LONGEST_RUN_SECONDS, Math.ceil(job.timeoutSeconds) + HOUR_SECONDS),
    retentionSeconds: KEEP_WAITING_DAYS * DAY_SECONDS,
    deleteAfterSeconds: KEEP_ENDED_DAYS * DAY_SECONDS,
  };
}
