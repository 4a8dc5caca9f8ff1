import type { Context } from "../context.ts";
import { markPending } from "./embedding-states.ts";
import { requestEmbedding, type Urgency } from "./request-embedding.ts";

/** Embeds these documents anew, whatever their status. */
export async function embedAgain(
  context: Pick<Context, "database" | "queue" | "log">,
  ids: readonly string[],
  urgency: Urgency,
): Promise<void> {
  await markPending(context.database.orm, ids);
  const documents = ids.map((id) => ({ id }));
  await requestEmbedding(context, documents, urgency);
}
