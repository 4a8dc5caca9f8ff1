import { and, asc, count, eq, gt, lt } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates, embeddings } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import type { SearchIndex } from "../ports/search-index/search-index.ts";

const PAGE = 1_000;

/** Ids of the documents that were completed before, ascending. Later ones may be on their way into the index. */
export async function* completedIds(db: Db, before: Date): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const rows = await db
      .select({ id: embeddingStates.documentId })
      .from(embeddingStates)
      .where(
        and(
          eq(embeddingStates.status, "completed"),
          lt(embeddingStates.changedAt, before),
          after === undefined ? undefined : gt(embeddingStates.documentId, after),
        ),
      )
      .orderBy(asc(embeddingStates.documentId))
      .limit(PAGE);
    for (const { id } of rows) yield id;
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

/** Ids of the documents that an index holds, ascending. */
export async function* indexedIds(searchIndex: SearchIndex, indexId: string): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const ids = await searchIndex.listDocuments(indexId, {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* ids;
    after = ids.at(-1);
    if (ids.length < PAGE) return;
  }
}

/** Those of the ids that have a document. */
export async function existingIds(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.select({ id: documents.id }).from(documents).where(isOneOf(documents.id, ids));
  return new Set(rows.map(({ id }) => id));
}

export async function countDocuments(db: Db): Promise<number> {
  const [row] = await db.select({ documents: count() }).from(documents);
  return row?.documents ?? 0;
}

export async function countPassages(db: Db, indexId: string): Promise<number> {
  const [row] = await db
    .select({ passages: count() })
    .from(embeddings)
    .where(eq(embeddings.indexId, indexId));
  return row?.passages ?? 0;
}
