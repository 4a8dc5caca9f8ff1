import type { HighlightMode, SearchHit } from "@cosmic/contract";
import { inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { AnalysedQuery } from "../ports/search-index/lexical/analyse.ts";
import { cosine } from "./cosine.ts";
import type { FusedHit } from "./fuse.ts";
import { findHighlights } from "./query-terms.ts";
import { nearestSentences, type SentenceContext } from "./sentence-highlights.ts";
import { shownPassage } from "./shown-passage.ts";

/** Makes answers of hits: the document, the passage that matched, and why. */
export async function present(
  context: Context,
  index: LiveIndex,
  fused: readonly FusedHit[],
  asked: AnalysedQuery,
  vector: Float32Array | undefined,
  highlight: HighlightMode = "words",
): Promise<SearchHit[]> {
  const ids = fused.map((hit) => hit.documentId);
  if (ids.length === 0) return [];
  const wordsOnly = fused.filter((hit) => !hit.hits.semantic).map((hit) => hit.documentId);
  const [rows, cosines] = await Promise.all([
    context.database.orm.select().from(documents).where(inArray(documents.id, ids)),
    bestCosines(context, index, wordsOnly, vector),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const results = fused.flatMap((hit): SearchHit | [] => {
    const { documentId, hits, ranks, relevance } = hit;
    const row = byId.get(documentId);
    const passage = shownPassage(hit);
    // A document that was deleted a moment ago may still be in the index.
    if (!row || !passage) return [];
    const { start, end } = passage;
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
      scores: {
        semantic: hits.semantic?.score ?? null,
        keyword: hits.keyword?.score ?? null,
        ...(relevance === undefined ? {} : { rerank: relevance }),
      },
    };
  });
  if (highlight === "sentence" && vector) {
    await highlightSentences({ embedder: index.embedder, log: context.log }, results, vector);
  }
  return results;
}

async function highlightSentences(
  context: SentenceContext,
  results: readonly SearchHit[],
  vector: Float32Array,
) {
  const wordless = results.filter(({ highlights }) => highlights.length === 0);
  const passages = wordless.map(({ passage }) => passage);
  const sentences = await nearestSentences(context, passages, vector);
  for (const [i, hit] of wordless.entries()) {
    const sentence = sentences[i];
    if (sentence) hit.highlights.push(sentence);
  }
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
    const likeness = cosine(passage.vector, vector);
    best.set(passage.documentId, Math.max(likeness, best.get(passage.documentId) ?? -1));
  }
  return best;
}
