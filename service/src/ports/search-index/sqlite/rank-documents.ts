import type { DocumentHit } from "../search-index.ts";

/** The best passage of each document, best first; equal ones by document id, then by ordinal. */
export function rankDocuments(passages: DocumentHit[], limit: number): DocumentHit[] {
  passages.sort(
    (a, b) =>
      b.score - a.score || compareTexts(a.documentId, b.documentId) || a.passage.ordinal - b.passage.ordinal,
  );
  const best = new Map<string, DocumentHit>();
  for (const passage of passages) {
    if (best.has(passage.documentId)) continue;
    if (best.size >= limit) break;
    best.set(passage.documentId, passage);
  }
  return [...best.values()];
}

export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
