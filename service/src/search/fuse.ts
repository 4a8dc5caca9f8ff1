import type { Leg } from "@cosmic/contract";
import type { DocumentHit } from "../ports/search-index/search-index.ts";

export interface FusedHit {
  documentId: string;
  /** 1-based rank in each leg that found it. */
  ranks: Partial<Record<Leg, number>>;
  hits: Partial<Record<Leg, DocumentHit>>;
}

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): a document scores 1 / (k + rank) in
 * every leg that found it. Ties go to the better semantic score, then to the id.
 *
 * @param k how fast the weight falls with the rank; small values let the first places count
 */
export function fuse(legs: Partial<Record<Leg, readonly DocumentHit[]>>, k = 2): FusedHit[] {
  const fused = new Map<string, FusedHit>();
  for (const leg of ["semantic", "keyword"] as const) {
    legs[leg]?.forEach((hit, i) => {
      const entry = fused.get(hit.documentId) ?? { documentId: hit.documentId, ranks: {}, hits: {} };
      entry.ranks[leg] = i + 1;
      entry.hits[leg] = hit;
      fused.set(hit.documentId, entry);
    });
  }
  const weight = (hit: FusedHit) => Object.values(hit.ranks).reduce((sum, rank) => sum + 1 / (k + rank), 0);
  const cosine = (hit: FusedHit) => hit.hits.semantic?.score ?? -1;
  return [...fused.values()]
    .map((hit) => ({ hit, weight: weight(hit) }))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        cosine(b.hit) - cosine(a.hit) ||
        (a.hit.documentId < b.hit.documentId ? -1 : 1),
    )
    .map(({ hit }) => hit);
}
