import { Type } from "typebox";
import type { Context } from "../context.ts";
import type { JobDefinition } from "../ports/queue/queue.ts";

const Payload = Type.Object({ document_ids: Type.Array(Type.String({ format: "uuid" })) });

export const removeJob: JobDefinition<typeof Payload> = {
  name: "remove-from-index",
  payload: Payload,
  attempts: 20,
  backoffSeconds: 2,
  maxBackoffSeconds: 600,
  timeoutSeconds: 300,
  concurrency: 1,
};

/** Removes deleted documents from the index; if it cannot be reached, a job does it as soon as it can. */
export async function removeFromIndex(context: Context, ids: readonly string[]): Promise<void> {
  try {
    await context.searchIndex.remove(ids);
  } catch (error) {
    context.log.warn({ err: error, documents: ids.length }, "the index was not updated, a job will do it");
    await context.queue.enqueue(removeJob, { document_ids: [...ids] });
  }
}
