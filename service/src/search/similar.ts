import type { SimilarDocuments } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { getDocument } from "../documents/read.ts";
import type { DocumentHit } from "../ports/search-index/search-index.ts";
import { present } from "./present.ts";

const DEFAULT_TOP_K = 10;
const NOTHING_ASKED = { terms: [], pairs: [], phrases: [] };
/** Of a long document so many passages are asked for, spread over all of it. */
const MOST_PASSAGES = 16;

/**
 * The documents of the same user that are nearest to this one: each of its passages is asked for, and a document counts
 * by its nearest passage. Only the meaning is compared.
 *
 * @throws CosmicError `document_not_found`
 */
export async function similarDocuments(
  context: Context,
  id: string,
  topK = DEFAULT_TOP_K,
): Promise<SimilarDocuments> {
  const { searchIndex } = context;
  const index = context.indexes.active;
  const { user_id: userId } = await getDocument(context, id);
  const passages = await searchIndex.vectors(index.id, [id]);
  const asked = spread(passages.toSorted((a, b) => a.ordinal - b.ordinal));
  const answers = await Promise.all(
    asked.map(({ vector }) =>
      searchIndex.searchDense(index.id, { vector, filter: { userId }, limit: topK + 1 }),
    ),
  );
  const hits = nearest(answers.flat().filter(({ documentId }) => documentId !== id)).slice(0, topK);
  const fused = hits.map((hit, i) => ({
    documentId: hit.documentId,
    score: hit.score,
    ranks: { semantic: i + 1 },
    hits: { semantic: hit },
  }));
  const results = await present(context, index, fused, NOTHING_ASKED, undefined);
  return { document_id: id, count: results.length, results, indexed: passages.length > 0 };
}

function spread<T>(list: readonly T[]): T[] {
  const step = Math.max(1, list.length / MOST_PASSAGES);
  return Array.from(
    { length: Math.min(list.length, MOST_PASSAGES) },
    (_, i) => list[Math.floor(i * step)],
  ).filter((item) => item !== undefined);
}

/** One hit a document, best first, equal ones by id. */
function nearest(hits: readonly DocumentHit[]): DocumentHit[] {
  const best = new Map<string, DocumentHit>();
  for (const hit of hits) {
    const known = best.get(hit.documentId);
    if (!known || hit.score > known.score) best.set(hit.documentId, hit);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.documentId < b.documentId ? -1 : 1));
}
