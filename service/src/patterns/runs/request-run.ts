import type { JobSummary } from "@cosmic/contract";
import { eq, sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Context } from "../../context.ts";
import type { JobDefinition } from "../../ports/queue/queue.ts";
import { userErased } from "../../users/erased-user.ts";
import { themeRuns } from "../tables.ts";

const Payload = Type.Object({ user_id: Type.String() });

export const findJob: JobDefinition<typeof Payload> = {
  name: "find-themes",
  payload: Payload,
  attempts: 3,
  backoffSeconds: 10,
  maxBackoffSeconds: 300,
  timeoutSeconds: 2 * 3600,
  // It has a thread that takes a core, and all vectors of a user in memory.
  concurrency: 1,
};

/** Somebody waits for it, or nobody does. */
const PRIORITY = { asked: 10, scheduled: -10 };

/**
 * Queues a run, unless one waits or works already.
 *
 * @returns the id of the job
 * @throws CosmicError `user_erased`
 */
export async function requestRun(
  context: Pick<Context, "database" | "queue">,
  userId: string,
  why: keyof typeof PRIORITY,
): Promise<string> {
  const { database, queue } = context;
  const known = await jobOf(context, userId);
  if (known?.state === "waiting" || known?.state === "active") return known.id;
  await writeRequest(context, userId);
  const jobId = await queue.enqueue(
    findJob,
    { user_id: userId },
    { key: `themes ${userId}`, priority: PRIORITY[why] },
  );
  await database.orm.update(themeRuns).set({ jobId }).where(eq(themeRuns.userId, userId));
  return jobId;
}

/** Ends the run that waits or works, if there is one. */
export async function cancelRun(context: Pick<Context, "database" | "queue">, userId: string): Promise<void> {
  const job = await jobOf(context, userId);
  if (job) await context.queue.cancel(job.id);
}

/** The job that was asked for last, as far as the queue still knows it. */
export async function jobOf(
  { database, queue }: Pick<Context, "database" | "queue">,
  userId: string,
): Promise<JobSummary | undefined> {
  const [row] = await database.orm
    .select({ jobId: themeRuns.jobId })
    .from(themeRuns)
    .where(eq(themeRuns.userId, userId));
  return row?.jobId == null ? undefined : queue.get(row.jobId);
}

const Written = Compile(Type.Object({ rows: Type.Array(Type.Object({ user_id: Type.String() })) }));

/** Looks for the mark of an erasure itself, as every statement does that begins to keep something of a user. */
async function writeRequest({ database }: Pick<Context, "database">, userId: string): Promise<void> {
  const answer = await database.orm.execute(sql`
    INSERT INTO theme_runs (user_id, requested_at)
    SELECT ${userId}::text, ${new Date().toISOString()}::timestamptz
    WHERE NOT EXISTS (SELECT FROM erasures WHERE user_id = ${userId})
    ON CONFLICT (user_id) DO UPDATE SET requested_at = excluded.requested_at
    RETURNING user_id`);
  if (Written.Parse(answer).rows.length === 0) throw userErased();
}
