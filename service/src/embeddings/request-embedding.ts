import { type Static, Type } from "typebox";
import type { Context } from "../context.ts";
import type { JobDefinition } from "../ports/queue/queue.ts";

/** Documents of one job: enough to fill batches, few enough that progress shows and a retry costs little. */
export const DOCUMENTS_PER_JOB = 100;

const Payload = Type.Object({
  document_ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: DOCUMENTS_PER_JOB }),
});
export type EmbedPayload = Static<typeof Payload>;

export const embedJob: JobDefinition<typeof Payload> = {
  name: "embed-documents",
  payload: Payload,
  attempts: 5,
  backoffSeconds: 2,
  maxBackoffSeconds: 300,
  timeoutSeconds: 1800,
  // While some jobs read and write, others keep the embedder busy.
  concurrency: 5,
};

const PRIORITY = { interactive: 10, bulk: 0, background: -10 };

/**
 * Queues the embedding of documents whose rows say `pending`. If the queue cannot be reached nothing is
 * lost: the sweeper finds the rows.
 */
export async function requestEmbedding(
  context: Pick<Context, "queue" | "log">,
  ids: readonly string[],
  urgency: keyof typeof PRIORITY,
): Promise<void> {
  try {
    for (let start = 0; start < ids.length; start += DOCUMENTS_PER_JOB) {
      const payload = { document_ids: ids.slice(start, start + DOCUMENTS_PER_JOB) };
      await context.queue.enqueue(embedJob, payload, { priority: PRIORITY[urgency] });
    }
  } catch (error) {
    context.log.warn(
      { err: error, documents: ids.length },
      "embedding was not queued; the sweeper will do it",
    );
  }
}
