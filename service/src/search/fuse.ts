import type { Leg } from "@cosmic/contract";
import type { DocumentHit } from "../ports/search-index/search-index.ts";

export interface FusedHit {
  documentId: string;
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

/**
 * Joins both legs by a weighted sum of their scores as they are. BM25 is not normalised on purpose: a rare word that
 * only a few texts have makes a wide gap, which stands; common words make small ones, which the cosine overrules.
 * A document that the semantic leg did not find counts as near as the last one that it did. Ties go to the id.
 *
 * @param terms words of the query that tell something; see `Analyser`
 */
export function fuse(legs: Partial<Record<Leg, readonly DocumentHit[]>>, terms: number): FusedHit[] {
  const fused = new Map<string, FusedHit>();
  for (const leg of ["semantic", "keyword"] as const) {
    legs[leg]?.forEach((hit, i) => {
      const entry = fused.get(hit.documentId) ?? { documentId: hit.documentId, ranks: {}, hits: {} };
      entry.ranks[leg] = i + 1;
      entry.hits[leg] = hit;
      fused.set(hit.documentId, entry);
    });
  }
  const points = Math.min(MOST_POINTS, POINTS_OF_ONE_WORD * Math.max(1, terms) ** 1.5);
  const farthest = legs.semantic?.at(-1)?.score ?? 0;
  const score = ({ hits }: FusedHit) =>
    points * (hits.semantic?.score ?? farthest) + (hits.keyword?.score ?? 0);
  return [...fused.values()]
    .map((hit) => ({ hit, score: score(hit) }))
    .sort((a, b) => b.score - a.score || (a.hit.documentId < b.hit.documentId ? -1 : 1))
    .map(({ hit }) => hit);
}
