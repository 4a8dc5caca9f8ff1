import type { SearchHit } from "@cosmic/contract";
import { inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { AnalysedQuery } from "../ports/search-index/lexical/analyse.ts";
import type { DocumentHit } from "../ports/search-index/search-index.ts";
import type { FusedHit } from "./fuse.ts";
import { findHighlights } from "./query-terms.ts";

/** Makes answers of hits: the document, the passage that matched, and why. */
export async function present(
  context: Context,
  index: LiveIndex,
  fused: readonly FusedHit[],
  asked: AnalysedQuery,
  vector: Float32Array | undefined,
): Promise<SearchHit[]> {
  const ids = fused.map((hit) => hit.documentId);
  if (ids.length === 0) return [];
  const wordsOnly = fused.filter((hit) => !hit.hits.semantic).map((hit) => hit.documentId);
  const [rows, cosines] = await Promise.all([
    context.database.orm.select().from(documents).where(inArray(documents.id, ids)),
    bestCosines(context, index, wordsOnly, vector),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return fused.flatMap(({ documentId, hits, ranks }) => {
    const row = byId.get(documentId);
    const best = hits.semantic ?? hits.keyword;
    // A document that was deleted a moment ago may still be in the index.
    if (!row || !best) return [];
    const { start, end } = shownPassage(hits.semantic, hits.keyword, ranks) ?? best.passage;
    const text = row.text.slice(start, end);
    return {
      document_id: row.id,
      score: hits.semantic?.score ?? cosines.get(documentId) ?? null,
      title: row.title,
      text: row.text,
      document_type: row.documentType,
      source: row.source,
      source_id: row.sourceId,
      metadata: row.metadata,
      entry_date: row.entryDate?.toISOString() ?? null,
      created_at: row.createdAt.toISOString(),
      passage: { text, start, end },
      highlights: findHighlights(text, asked, start),
      matched_by: [
        ...(hits.semantic ? (["semantic"] as const) : []),
        ...(hits.keyword ? (["keyword"] as const) : []),
      ],
      ranks: { semantic: ranks.semantic ?? null, keyword: ranks.keyword ?? null },
    };
  });
}

/** The passage of the leg that ranked the document higher. */
function shownPassage(
  semantic: DocumentHit | undefined,
  keyword: DocumentHit | undefined,
  ranks: FusedHit["ranks"],
) {
  if (!semantic || !keyword) return undefined;
  return (ranks.keyword ?? 0) < (ranks.semantic ?? 0) ? keyword.passage : semantic.passage;
}

/** Documents that only their words found have a score as well: the cosine of their best passage. */
async function bestCosines(
  { searchIndex }: Context,
  index: LiveIndex,
  ids: readonly string[],
  vector: Float32Array | undefined,
) {
  const best = new Map<string, number>();
  if (!vector || ids.length === 0) return best;
  for (const passage of await searchIndex.vectors(index.id, ids)) {
    const cosine = passage.vector.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0);
    best.set(passage.documentId, Math.max(cosine, best.get(passage.documentId) ?? -1));
  }
  return best;
}
