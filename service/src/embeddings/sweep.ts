import { Type } from "typebox";
import type { Context } from "../context.ts";
import type { JobDefinition } from "../ports/queue/queue.ts";
import { findUnfinished, returnToPending } from "./embedding-states.ts";
import { requestEmbedding } from "./request-embedding.ts";

const Payload = Type.Object({});

export const sweepJob: JobDefinition<typeof Payload> = {
  name: "sweep",
  payload: Payload,
  attempts: 1,
  backoffSeconds: 1,
  maxBackoffSeconds: 1,
  timeoutSeconds: 600,
  concurrency: 1,
};

const PAGE = 1000;

/**
 * Queues documents again that have been unfinished for too long, because the job for them was lost.
 *
 * @param patienceMs longer than the embedding job may wait between two tries, so that no document is queued beside
 * its own job; 0 at the start of a process that is the only one: nothing can be in work then
 */
export async function sweep(
  context: Context,
  patienceMs = context.config.schedules.sweepAfterSeconds * 1000,
): Promise<{ queued: number }> {
  const before = new Date(Date.now() - patienceMs);
  let queued = 0;
  for (;;) {
    const ids = await findUnfinished(context.database.orm, before, PAGE);
    if (ids.length === 0) return { queued };
    await returnToPending(context.database.orm, ids);
    await requestEmbedding(
      context,
      ids.map((id) => ({ id })),
      "background",
    );
    queued += ids.length;
  }
}
