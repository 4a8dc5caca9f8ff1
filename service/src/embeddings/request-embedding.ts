import { type Static, Type } from "typebox";
import type { Context } from "../context.ts";
import { inParts } from "../in-parts.ts";
import type { JobDefinition } from "../ports/queue/queue.ts";

/**
 * Documents, and UTF-16 code units of text, that one job may have at the most: enough that its statements cost little
 * of it, little enough that progress shows, a retry costs little, and what comes in meanwhile need not wait long.
 */
const MOST = { items: 250, weight: 60_000 };
/** Of a document whose length is not at hand. */
const USUAL_CODE_UNITS = 600;

const Payload = Type.Object({
  document_ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: MOST.items }),
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
  concurrency: 4,
};

/** The text, where it is at hand, says how much there is to do. */
export interface DocumentToEmbed {
  id: string;
  text?: string;
}

const PRIORITY = { interactive: 10, bulk: 0, background: -10 };
export type Urgency = keyof typeof PRIORITY;

/**
 * Queues the embedding of documents whose rows say `pending`. If the queue cannot be reached nothing is
 * lost: the sweeper finds the rows.
 */
export async function requestEmbedding(
  context: Pick<Context, "queue" | "log">,
  documents: readonly DocumentToEmbed[],
  urgency: Urgency,
): Promise<void> {
  try {
    for (const part of inParts(documents, MOST, ({ text }) => text?.length ?? USUAL_CODE_UNITS)) {
      const payload = { document_ids: part.map(({ id }) => id) };
      await context.queue.enqueue(embedJob, payload, { priority: PRIORITY[urgency] });
    }
  } catch (error) {
    context.log.warn(
      { err: error, documents: documents.length },
      "embedding was not queued; the sweeper will do it",
    );
  }
}
