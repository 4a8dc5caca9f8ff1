import { byScore, type FusedHit } from "./fuse.ts";

const DAY_MS = 86_400_000;

/**
 * Lets scores decay with age: `score × 0.5^(age / half-life)`, age in days. A document of the future has no age. A score of
 * 0 or less stays as it is, because a decay would raise it. (Li and Croft, CIKM 2003, on time as a prior of relevance.)
 *
 * @param dates milliseconds since 1970 UTC; a document without one stays as it is
 * @param halfLife days after which half of a score is left, above 0
 * @param now milliseconds since 1970
 */
export function decay(
  hits: readonly FusedHit[],
  dates: ReadonlyMap<string, number>,
  halfLife: number,
  now: number,
): FusedHit[] {
  return hits
    .map((hit) => {
      const age = Math.max(0, (now - (dates.get(hit.documentId) ?? now)) / DAY_MS);
      return hit.score > 0 ? { ...hit, score: hit.score * 0.5 ** (age / halfLife) } : hit;
    })
    .sort(byScore);
}
