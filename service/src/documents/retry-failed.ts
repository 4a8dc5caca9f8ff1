import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { embeddingStates } from "../db/schema.ts";
import { embedAgain } from "../embeddings/embed-again.ts";

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
    await embedAgain(context, ids, "background");
    queued += ids.length;
  }
}
