import { asc, eq, gt, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { embeddingStates, embeddings } from "../db/schema.ts";
import { embedAgain } from "../embeddings/embed-again.ts";

const PAGE = 1000;

/** Throws the active index away and builds it again from the documents. Until it is full, searches find less. */
export async function recreateIndex(context: Context): Promise<{ index_id: string; queued: number }> {
  const { database, searchIndex, indexes } = context;
  const index = indexes.active;
  await searchIndex.drop(index.id);
  await searchIndex.create({ id: index.id, dimension: index.dimension });
  await searchIndex.activate(index.id);
  await database.orm.delete(embeddings).where(eq(embeddings.indexId, index.id));
  let queued = 0;
  for (let after: string | undefined; ; ) {
    const rows = await database.orm
      .select({ id: embeddingStates.documentId })
      .from(embeddingStates)
      .where(after === undefined ? sql`true` : gt(embeddingStates.documentId, after))
      .orderBy(asc(embeddingStates.documentId))
      .limit(PAGE);
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return { index_id: index.id, queued };
    await embedAgain(context, ids, "background");
    queued += ids.length;
    after = ids.at(-1);
  }
}
