import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { embeddingStates } from "../db/schema.ts";
import { markPending } from "../embeddings/embedding-states.ts";
import { requestEmbedding } from "../embeddings/request-embedding.ts";

const PAGE = 1000;

/** Queues every document whose embedding failed. */
export async function retryFailed(context: Context): Promise<{ queued: number }> {
  let queued = 0;
  for (;;) {
    const rows = await context.database.orm
      .select({ id: embeddingStates.documentId })
      .from(embeddingStates)
      .where(eq(embeddingStates.status, "failed"))
      .limit(PAGE);
    if (rows.length === 0) return { queued };
    const ids = rows.map((row) => row.id);
    await markPending(context.database.orm, ids);
    await requestEmbedding(
      context,
      ids.map((id) => ({ id })),
      "background",
    );
    queued += ids.length;
  }
}
