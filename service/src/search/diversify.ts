import { cosine } from "./cosine.ts";
import type { FusedHit } from "./fuse.ts";

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next one is always that with the highest
 * `(1 - strength) × relevance - strength × likeness`. Relevance is the score between the lowest (0) and the highest (1)
 * of the hits; likeness is the highest cosine with a hit that stands before it.
 *
 * @param vectors of unit length, by document; one without a vector is like nothing
 * @param strength 1 - λ of the paper: 0 keeps the order, 1 looks at variety alone
 * @returns the same hits, in their new order, with their old scores
 */
export function diversify(
  hits: readonly FusedHit[],
  vectors: ReadonlyMap<string, Float32Array>,
  strength: number,
): FusedHit[] {
  const scores = hits.map(({ score }) => score);
  const lowest = Math.min(...scores);
  const spread = Math.max(...scores) - lowest;
  const left = hits.map((hit) => ({
    hit,
    relevance: spread > 0 ? (hit.score - lowest) / spread : 1,
    vector: vectors.get(hit.documentId),
    likeness: 0,
  }));
  const chosen: FusedHit[] = [];
  while (left.length > 0) {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [i, { relevance, likeness }] of left.entries()) {
      const value = (1 - strength) * relevance - strength * likeness;
      if (value <= highest) continue;
      highest = value;
      best = i;
    }
    const [next] = left.splice(best, 1);
    if (!next) break;
    chosen.push(next.hit);
    for (const other of left) {
      if (!next.vector || !other.vector) continue;
      const likeness = cosine(next.vector, other.vector);
      other.likeness = chosen.length === 1 ? likeness : Math.max(other.likeness, likeness);
    }
  }
  return chosen;
}
