import type { DocumentHit } from "../../service/src/ports/search-index/search-index.ts";
import { fuse, type Legs } from "../../service/src/search/fuse.ts";
import { analyseQuery } from "../../service/src/search/query-terms.ts";
import type { QueryLegs } from "./leg-dump.ts";

/** Makes one ranking of both legs: ids of documents, best first. It must not look at the grades. */
export type Fusion = (legs: Omit<QueryLegs, "grades">) => string[];

/** Documents that the service takes from each leg; see `search/search.ts`. */
export const CANDIDATES = 100;

/** What dumps are scored with; the others are compared with the first. Add what you want to try. */
export const FUSIONS: readonly { name: string; fusion: Fusion }[] = [
  { name: "by score, as the service does it", fusion: fuseAsTheServiceDoes },
  { name: "RRF k=2", fusion: reciprocalRankFusion(2) },
  { name: "RRF k=60", fusion: reciprocalRankFusion(60) },
  { name: "semantic alone", fusion: ({ semantic }) => semantic.map(({ id }) => id) },
  { name: "keyword alone", fusion: ({ keyword }) => keyword.map(({ id }) => id) },
];

export function fuseAsTheServiceDoes(legs: Parameters<Fusion>[0]): string[] {
  const { terms } = analyseQuery(legs.text);
  return fuse(toLegs(legs, CANDIDATES), terms.length).map(({ documentId }) => documentId);
}

/** Both legs as `fuse` takes them. */
export function toLegs({ semantic, keyword }: Parameters<Fusion>[0], candidates: number): Legs {
  return {
    semantic: semantic.slice(0, candidates).map(({ id, cosine }) => toHit(id, cosine)),
    keyword: keyword.slice(0, candidates).map(({ id, bm25 }) => toHit(id, bm25 ?? 0)),
  };
}

/** Cormack, Clarke and Büttcher, SIGIR 2009: a document scores 1 / (k + rank) in every leg that found it. */
export function reciprocalRankFusion(k: number): Fusion {
  return ({ semantic, keyword }) => {
    const scores = new Map<string, number>();
    for (const leg of [semantic, keyword]) {
      for (const [i, { id }] of leg.slice(0, CANDIDATES).entries()) {
        scores.set(id, (scores.get(id) ?? 0) + 1 / (k + i + 1));
      }
    }
    return [...scores].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([id]) => id);
  };
}

function toHit(documentId: string, score: number): DocumentHit {
  return { documentId, score, passage: { ordinal: 0, start: 0, end: 0 } };
}
