import type { JobState, JobSummary } from "@cosmic/contract";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { QueueSql } from "./boss-sql.ts";
import type { JobOutput, JobProgress } from "./job-output.ts";
import { BOSS_STATES, JOB_COLUMNS, summaryOf } from "./job-row.ts";
import { CRASHES_ALLOWED } from "./limits.ts";
import type { JobFilter, QueueDescription } from "./queue.ts";
import { storableJson } from "./stored-text.ts";

/** Days after which a waiting job is given up as forgotten: the longest that pg-boss allows. */
export const KEEP_WAITING_DAYS = 365;

/** One claim of a job. A settlement that names an older claim changes nothing. */
export interface Claim {
  name: string;
  id: string;
  retryCount: number;
}

/**
 * What pg-boss has no call for, said to its tables directly: reading over all kinds of job, and ending a
 * claim with a wait of our choice or without counting the try.
 */
export type JobTable = ReturnType<typeof createJobTable>;

const OURS = "name NOT LIKE '\\_\\_pgboss%'";
const CLAIMED = "name = $1 AND id = $2 AND retry_count = $3 AND state = 'active'";
const keepWaiting = `now() + interval '${KEEP_WAITING_DAYS} days'`;

export function createJobTable(db: QueueSql) {
  const run = async (sql: string, values: unknown[]) => (await db.executeSql(sql, values)).rows;
  const hits = async (sql: string, values: unknown[]) => (await run(sql, values)).length > 0;
  const names = async (sql: string, values: unknown[]) => (await run(sql, values)).map(nameOf);

  return {
    async get(id: string): Promise<JobSummary | undefined> {
      const [row] = await run(
        `SELECT j.* FROM pgboss.queue q CROSS JOIN LATERAL (
           SELECT ${JOB_COLUMNS} FROM pgboss.job WHERE name = q.name AND id = $1
         ) j WHERE q.${OURS}`,
        [id],
      );
      return row && summaryOf(row);
    },

    /** Newest first: ids are UUIDs of version 7, which sort by time. */
    async page(filter: JobFilter): Promise<JobSummary[]> {
      const rows = await run(
        // Kind by kind, because the primary key is (name, id): each branch reads no more than a page.
        `SELECT j.* FROM pgboss.queue q CROSS JOIN LATERAL (
           SELECT ${JOB_COLUMNS} FROM pgboss.job
           WHERE name = q.name AND ($2::text[] IS NULL OR state::text = ANY($2)) AND ($3::uuid IS NULL OR id < $3)
           ORDER BY id DESC LIMIT $4
         ) j WHERE q.${OURS} AND ($1::text IS NULL OR q.name = $1) ORDER BY j.id DESC LIMIT $4`,
        [filter.name ?? null, bossStates(filter.state), filter.cursor ?? null, filter.limit],
      );
      return rows.map(summaryOf);
    },

    async count(filter: JobFilter): Promise<number> {
      const [row] = await run(
        `SELECT count(*)::int AS count FROM pgboss.job
         WHERE ${OURS} AND ($1::text IS NULL OR name = $1) AND ($2::text[] IS NULL OR state::text = ANY($2))`,
        [filter.name ?? null, bossStates(filter.state)],
      );
      return Count.Parse(row).count;
    },

    async describe(): Promise<QueueDescription[]> {
      const rows = await run(
        `SELECT q.name,
           count(*) FILTER (WHERE j.state < 'active')::int AS waiting,
           count(*) FILTER (WHERE j.state = 'active')::int AS active,
           count(*) FILTER (WHERE j.state = 'failed')::int AS failed,
           coalesce(extract(epoch FROM now() - min(j.start_after)
             FILTER (WHERE j.state < 'active' AND j.start_after <= now())), 0)::float8 AS "oldestSeconds"
         FROM pgboss.queue q
         LEFT JOIN pgboss.job j ON j.name = q.name AND j.state IN ('created', 'retry', 'active', 'failed')
         WHERE q.${OURS} GROUP BY q.name ORDER BY q.name`,
        [],
      );
      return rows.map((row) => Line.Parse(row));
    },

    /** Ids of the waiting jobs that have these keys, by key. */
    async waitingWithKeys(name: string, keys: readonly string[]): Promise<Map<string, string>> {
      const rows = await run(
        `SELECT DISTINCT ON (singleton_key) singleton_key AS key, id FROM pgboss.job
         WHERE name = $1 AND singleton_key = ANY($2::text[]) AND state < 'active'
         ORDER BY singleton_key, created_on`,
        [name, keys],
      );
      return new Map(
        rows.map((row) => {
          const { key, id } = KeyedId.Parse(row);
          return [key, id];
        }),
      );
    },

    /** Seconds until the next waiting job of this kind is due; undefined if none waits. */
    async secondsToNext(name: string): Promise<number | undefined> {
      const [row] = await run(
        `SELECT extract(epoch FROM min(start_after) - now())::float8 AS seconds
         FROM pgboss.job WHERE name = $1 AND state < 'active'`,
        [name],
      );
      return Seconds.Parse(row).seconds ?? undefined;
    },

    /** Name of its kind, or undefined if there is no such job that waits or runs. */
    async cancel(id: string): Promise<string | undefined> {
      const sql = `UPDATE pgboss.job SET state = 'cancelled', completed_on = now()
        WHERE name IN (SELECT name FROM pgboss.queue WHERE ${OURS}) AND id = $1
          AND state IN ('created', 'retry', 'active') RETURNING name`;
      return (await names(sql, [id]))[0];
    },

    /** Grants as many more tries as the kind has. Name of its kind, or undefined if it cannot be run again. */
    async retry(id: string): Promise<string | undefined> {
      const sql = `UPDATE pgboss.job j SET state = 'retry', completed_on = NULL, output = NULL,
          start_after = now(), keep_until = ${keepWaiting},
          retry_limit = q.retry_limit + CASE WHEN j.started_on IS NULL THEN j.retry_count ELSE j.retry_count + 1 END
        FROM pgboss.queue q
        WHERE j.name = q.name AND q.${OURS} AND j.id = $1 AND j.state IN ('failed', 'cancelled') RETURNING j.name`;
      return (await names(sql, [id]))[0];
    },

    /** False if it runs, or there is none. */
    delete: (id: string) =>
      hits(
        `DELETE FROM pgboss.job WHERE name IN (SELECT name FROM pgboss.queue WHERE ${OURS}) AND id = $1
           AND state <> 'active' RETURNING id`,
        [id],
      ),

    /** The four below are false when the claim is no longer held. */
    saveProgress: (claim: Claim, progress: JobProgress) =>
      hits(
        `UPDATE pgboss.job SET output = $4::text::jsonb, heartbeat_on = now() WHERE ${CLAIMED} RETURNING id`,
        [...fence(claim), storableJson({ progress })],
      ),

    complete: (claim: Claim, output: JobOutput) =>
      hits(
        `UPDATE pgboss.job SET state = 'completed', completed_on = now(), output = $4::text::jsonb
         WHERE ${CLAIMED} RETURNING id`,
        [...fence(claim), storableJson(output)],
      ),

    fail: (claim: Claim, output: JobOutput) =>
      hits(
        `UPDATE pgboss.job SET state = 'failed', completed_on = now(), output = $4::text::jsonb
         WHERE ${CLAIMED} RETURNING id`,
        [...fence(claim), storableJson(output)],
      ),

    /**
     * Puts the job back to be run after `seconds`. A try is counted when the next claim finds `started_on`,
     * so a try that is not to count takes it away.
     */
    putBack: (claim: Claim, wait: { seconds: number; countTry: boolean; output?: JobOutput }) =>
      hits(
        `UPDATE pgboss.job SET state = 'retry', start_after = now() + $4 * interval '1 second',
           keep_until = ${keepWaiting}, started_on = CASE WHEN $5 THEN started_on END, heartbeat_on = NULL,
           output = coalesce($6::text::jsonb, output)
         WHERE ${CLAIMED} RETURNING id`,
        [...fence(claim), wait.seconds, wait.countTry, wait.output ? storableJson(wait.output) : null],
      ),

    /** Says that these claims are alive, and returns the ids of those that are no longer held. */
    async beat(claims: readonly Claim[]): Promise<string[]> {
      const rows = await run(
        `UPDATE pgboss.job j SET heartbeat_on = now()
         FROM unnest($1::text[], $2::uuid[], $3::int[]) AS c(name, id, retry_count)
         WHERE j.name = c.name AND j.id = c.id AND j.retry_count = c.retry_count AND j.state = 'active'
         RETURNING j.id`,
        [claims.map((c) => c.name), claims.map((c) => c.id), claims.map((c) => c.retryCount)],
      );
      const held = new Set(rows.map((row) => Id.Parse(row).id));
      return claims.map((claim) => claim.id).filter((id) => !held.has(id));
    },

    /**
     * Makes jobs of processes that ended runnable again: those without a sign of life for so many seconds,
     * or all that are active. Returns the kinds concerned, once for each job.
     */
    recover: (silentSeconds: number | "all") =>
      names(
        `UPDATE pgboss.job SET heartbeat_on = NULL, start_after = now(),
           state = CASE WHEN retry_count >= retry_limit + $2 THEN 'failed' ELSE 'retry' END::pgboss.job_state,
           completed_on = CASE WHEN retry_count >= retry_limit + $2 THEN now() END,
           output = jsonb_build_object('error', 'The process ended while the job ran.')
         WHERE state = 'active' AND ${OURS}
           AND ($1::float8 IS NULL OR coalesce(heartbeat_on, started_on) < now() - $1 * interval '1 second')
         RETURNING name`,
        [silentSeconds === "all" ? null : silentSeconds, CRASHES_ALLOWED],
      ),
  };
}

const Count = Compile(Type.Object({ count: Type.Integer() }));
const Id = Compile(Type.Object({ id: Type.String() }));
const KeyedId = Compile(Type.Object({ key: Type.String(), id: Type.String() }));
const Name = Compile(Type.Object({ name: Type.String() }));
const Seconds = Compile(Type.Object({ seconds: Type.Union([Type.Number(), Type.Null()]) }));
const Line = Compile(
  Type.Object({
    name: Type.String(),
    waiting: Type.Integer(),
    active: Type.Integer(),
    failed: Type.Integer(),
    oldestSeconds: Type.Number(),
  }),
);

const nameOf = (row: unknown) => Name.Parse(row).name;
const fence = (claim: Claim) => [claim.name, claim.id, claim.retryCount];
const bossStates = (state: JobState | undefined) => (state ? [...BOSS_STATES[state]] : null);
