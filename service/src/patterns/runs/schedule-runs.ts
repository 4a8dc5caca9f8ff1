import { setImmediate } from "node:timers/promises";
import { Type } from "typebox";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import type { JobContext, JobDefinition } from "../../ports/queue/queue.ts";
import { dueRuns } from "./due-runs.ts";
import { findJob, requestRun } from "./request-run.ts";

const Payload = Type.Object({});

export const scheduleJob: JobDefinition<typeof Payload> = {
  name: "schedule-themes",
  payload: Payload,
  attempts: 1,
  backoffSeconds: 1,
  maxBackoffSeconds: 1,
  timeoutSeconds: 600,
  concurrency: 1,
};

/** Runs that may wait at once; whose turn does not come now is looked for again at the next tick. */
const MOST_WAITING = 20;

/** The job: queues runs for users of whose documents enough has changed, those who have waited longest first. */
export async function scheduleRuns(
  context: Context,
  job: Pick<JobContext, "signal">,
  now = new Date(),
): Promise<{ due: number; queued: number }> {
  const { queue, database, indexes, config } = context;
  const waiting = (await queue.describe()).find(({ name }) => name === findJob.name)?.waiting ?? 0;
  const room = Math.max(0, MOST_WAITING - waiting);
  const rule = { ...config.patterns, indexId: indexes.active.id, now };
  const due: { userId: string; requestedAt: number }[] = [];
  for await (const page of dueRuns(database.orm, rule)) {
    job.signal.throwIfAborted();
    due.push(...page);
    await setImmediate();
  }
  due.sort((a, b) => a.requestedAt - b.requestedAt || (a.userId < b.userId ? -1 : 1));
  const chosen = due.slice(0, room);
  for (const { userId } of chosen) await request(context, userId);
  return { due: due.length, queued: chosen.length };
}

/** Of a user who is being erased there may still be documents. */
async function request(context: Context, userId: string): Promise<void> {
  try {
    await requestRun(context, userId, "scheduled");
  } catch (error) {
    if (!(error instanceof CosmicError && error.code === "user_erased")) throw error;
  }
}
