import type { Leg } from "@cosmic/contract";
import type { DocumentHit } from "../ports/search-index/search-index.ts";

/** What each leg found, best first. */
export type Legs = Partial<Record<Leg, readonly DocumentHit[]>>;

export interface FusedHit {
  documentId: string;
  /** What hits are ordered by, without a fixed range; comparable within one answer. */
  score: number;
  /** Of a hit that a cross-encoder has read, from 0 to 1. */
  relevance?: number;
  /** 1-based rank in each leg that found it. */
  ranks: Partial<Record<Leg, number>>;
  hits: Partial<Record<Leg, DocumentHit>>;
}

/**
 * How many points of BM25 (nats of rarity) a cosine of 1 is worth: 15 for a single word, 42 for two, 200 from six on.
 * A word or a name is looked up; the more words a query has, the more it describes what is meant. Measured with
 * `npm run eval`: docs/adr/0014-fusion-by-score.md.
 */
const POINTS_OF_ONE_WORD = 15;
const MOST_POINTS = 200;

/** @param terms words of the query that tell something; see `Analyser` */
export function pointsOf(terms: number): number {
  return Math.min(MOST_POINTS, POINTS_OF_ONE_WORD * Math.max(1, terms) ** 1.5);
}

/**
 * Joins both legs by a weighted sum of their scores as they are. BM25 is not normalised on purpose: a rare word that
 * only a few texts have makes a wide gap, which stands; common words make small ones, which the cosine overrules.
 * A document that the semantic leg did not find counts as near as the last one that it did. Ties go to the id.
 *
 * @param terms words of the query that tell something; see `Analyser`
 */
export function fuse(legs: Legs, terms: number, points = pointsOf(terms)): FusedHit[] {
  const fused = new Map<string, FusedHit>();
  for (const leg of ["semantic", "keyword"] as const) {
    legs[leg]?.forEach((hit, i) => {
      const entry = fused.get(hit.documentId) ?? {
        documentId: hit.documentId,
        score: 0,
        ranks: {},
        hits: {},
      };
      entry.ranks[leg] = i + 1;
      entry.hits[leg] = hit;
      fused.set(hit.documentId, entry);
    });
  }
  const farthest = legs.semantic?.at(-1)?.score ?? 0;
  for (const hit of fused.values()) {
    hit.score = points * (hit.hits.semantic?.score ?? farthest) + (hit.hits.keyword?.score ?? 0);
  }
  return [...fused.values()].sort(byScore);
}

/** Best first, equal ones by id. */
export function byScore(
  a: Pick<FusedHit, "score" | "documentId">,
  b: Pick<FusedHit, "score" | "documentId">,
): number {
  return b.score - a.score || (a.documentId < b.documentId ? -1 : 1);
}
