import type { DocumentHit } from "../../service/src/ports/search-index/search-index.ts";
import { fuse } from "../../service/src/search/fuse.ts";
import type { QueryLegs } from "./leg-dump.ts";

/** Makes one ranking of both legs: ids of documents, best first. It must not look at the grades. */
export type Fusion = (legs: Omit<QueryLegs, "grades">) => string[];

/** Documents that the service takes from each leg; see `search/search.ts`. */
const CANDIDATES = 100;

/** What dumps are scored with; the others are compared with the first. Add what you want to try. */
export const FUSIONS: readonly { name: string; fusion: Fusion }[] = [
  { name: "RRF k=2, as the service does it", fusion: reciprocalRankFusion(2) },
  { name: "RRF k=60", fusion: reciprocalRankFusion(60) },
  { name: "semantic alone", fusion: ({ semantic }) => semantic.map(({ id }) => id) },
  { name: "keyword alone", fusion: ({ keyword }) => keyword.map(({ id }) => id) },
];

/** With the service's own function. */
export function reciprocalRankFusion(k: number): Fusion {
  return ({ semantic, keyword }) => {
    const legs = {
      semantic: semantic.slice(0, CANDIDATES).map(({ id, cosine }) => toHit(id, cosine)),
      keyword: keyword.slice(0, CANDIDATES).map(({ id, bm25 }) => toHit(id, bm25 ?? 0)),
    };
    return fuse(legs, k).map(({ documentId }) => documentId);
  };
}

function toHit(documentId: string, score: number): DocumentHit {
  return { documentId, score, passage: { ordinal: 0, start: 0, end: 0 } };
}
