import type { DenseQuery, IndexedDocument } from "../../src/ports/search-index/search-index.ts";
import { cosine } from "./search-index.fixtures.ts";

/** What the dense leg has to find among these documents, by comparing with every vector. */
export function bruteForce(
  documents: IndexedDocument[],
  { vector, filter, limit, minScore = -1 }: DenseQuery,
): { documentId: string; score: number; ordinal: number }[] {
  return documents
    .filter(({ userId, passages, attributes: { documentType, metadata, date } }) => {
      if (passages.length === 0) return false;
      if (filter.userId !== undefined && filter.userId !== userId) return false;
      if (filter.documentType !== undefined && filter.documentType !== documentType) return false;
      if (date < (filter.dateFrom ?? date) || date > (filter.dateTo ?? date)) return false;
      return Object.entries(filter.metadata ?? {}).every(([key, value]) => metadata[key] === value);
    })
    .map(({ documentId, passages }) => {
      const scores = passages.map((passage) => cosine(vector, passage.vector));
      const score = Math.max(...scores);
      return { documentId, score, ordinal: scores.indexOf(score) };
    })
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score || (a.documentId < b.documentId ? -1 : 1))
    .slice(0, limit);
}
