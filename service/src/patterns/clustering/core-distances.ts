import type { Points } from "../points.ts";

/**
 * How far each point is from its `minSamples`-th neighbour, the point itself counted as the first (as scikit-learn
 * counts). Euclidean. Looks at every pair: O(n²), which is fast where the dimension is low.
 */
export function coreDistances({ count, dimension, values }: Points, minSamples: number): Float64Array {
  const core = new Float64Array(count);
  const neighbours = Math.min(minSamples, count) - 1;
  if (neighbours <= 0) return core;
  const nearest = new Float64Array(neighbours);
  for (let point = 0; point < count; point++) {
    nearest.fill(Number.POSITIVE_INFINITY);
    let farthest = Number.POSITIVE_INFINITY;
    const start = point * dimension;
    for (let other = 0; other < count; other++) {
      if (other === point) continue;
      let squares = 0;
      for (let i = start, j = other * dimension; i < start + dimension; i++, j++) {
        const difference = (values[i] ?? 0) - (values[j] ?? 0);
        squares += difference * difference;
      }
      if (squares < farthest) farthest = insert(nearest, squares);
    }
    core[point] = Math.sqrt(farthest);
  }
  return core;
}

/** Puts a value into a sorted row in place of its largest. @returns the largest that is left */
function insert(sorted: Float64Array, value: number): number {
  let at = sorted.length - 1;
  for (; at > 0 && (sorted[at - 1] ?? 0) > value; at--) sorted[at] = sorted[at - 1] ?? 0;
  sorted[at] = value;
  return sorted[sorted.length - 1] ?? 0;
}
