import { inArray } from "drizzle-orm";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import type { JobDefinition } from "../ports/queue/queue.ts";
import { changeExperiment } from "./experiment-rows.ts";
import { experiments } from "./tables.ts";

const Payload = Type.Object({ experiment_id: Type.String() });

export const experimentJob: JobDefinition<typeof Payload> = {
  name: "run-experiment",
  payload: Payload,
  attempts: 3,
  backoffSeconds: 5,
  maxBackoffSeconds: 60,
  timeoutSeconds: 24 * 3600,
  concurrency: 1,
};

/** Behind everything that users wait for. */
const PRIORITY = -8;

/** Queues the run, once however often it is asked for, and notes its job. */
export async function queueExperiment({ queue, database }: Context, id: string): Promise<void> {
  const jobId = await queue.enqueue(
    experimentJob,
    { experiment_id: id },
    { key: `experiment ${id}`, priority: PRIORITY },
  );
  await changeExperiment(database.orm, id, ["pending", "running"], { jobId });
}

/** Sees to runs that nobody is at: their job was lost, or it ended without their knowledge. */
export async function resumeExperiments(context: Context): Promise<void> {
  const { database, queue } = context;
  const open = await database.orm
    .select()
    .from(experiments)
    .where(inArray(experiments.state, ["pending", "running"]));
  for (const { id, jobId, state } of open) {
    const job = jobId === null ? undefined : await queue.get(jobId);
    if (job?.state === "waiting" || job?.state === "active") continue;
    if (job?.state === "cancelled" || job?.state === "failed") {
      const values = { state: job.state, error: job.error ?? null, endedAt: new Date() };
      await changeExperiment(database.orm, id, [state], values);
    } else await queueExperiment(context, id);
  }
}
