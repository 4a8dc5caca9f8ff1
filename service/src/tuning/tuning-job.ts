import { inArray } from "drizzle-orm";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import type { JobDefinition } from "../ports/queue/queue.ts";
import { tuningRuns } from "./tables.ts";
import { changeTuning } from "./tuning-rows.ts";

const Payload = Type.Object({ run_id: Type.String() });

export const tuningJob: JobDefinition<typeof Payload> = {
  name: "tune-model",
  payload: Payload,
  attempts: 3,
  backoffSeconds: 5,
  maxBackoffSeconds: 60,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

/** Behind everything that users wait for. */
const PRIORITY = -8;

/** Queues the run, once however often it is asked for, and notes its job. */
export async function queueTuning({ queue, database }: Context, id: string): Promise<void> {
  const jobId = await queue.enqueue(tuningJob, { run_id: id }, { key: `tuning ${id}`, priority: PRIORITY });
  await changeTuning(database.orm, id, ["pending", "running"], { jobId });
}

/** Sees to runs that nobody is at: their job was lost, or it ended without their knowledge. */
export async function resumeTuning(context: Context): Promise<void> {
  const { database, queue } = context;
  const open = await database.orm
    .select()
    .from(tuningRuns)
    .where(inArray(tuningRuns.state, ["pending", "running"]));
  for (const { id, jobId, state } of open) {
    const job = jobId === null ? undefined : await queue.get(jobId);
    if (job?.state === "waiting" || job?.state === "active") continue;
    if (job?.state === "cancelled" || job?.state === "failed") {
      const values = { state: job.state, error: job.error ?? null, endedAt: new Date() };
      await changeTuning(database.orm, id, [state], values);
    } else await queueTuning(context, id);
  }
}
