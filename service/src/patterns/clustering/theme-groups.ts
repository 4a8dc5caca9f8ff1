import { type Points, rowOf } from "../points.ts";
import { withoutMean } from "../without-mean.ts";
import { dot } from "./centroids.ts";
import { cutLinkage, linkByAverage } from "./linkage.ts";

/** Groups that n themes make: so many times √n. */
const GROUPS_BY_ROOT = 2.5;

/**
 * The coarser cut: themes are the leaves of a tree that goes on above them by average linkage, on the cosine of their
 * centroids once what all have in common is taken away.
 *
 * @param centroids unit vectors
 * @param sizes documents of each theme
 * @returns the group of each theme, from 0
 */
export function groupThemes(centroids: Points, sizes: readonly number[]): Int32Array {
  const groups = Math.min(centroids.count, Math.ceil(GROUPS_BY_ROOT * Math.sqrt(centroids.count)));
  return cutLinkage(centroids.count, linkByAverage(cosineDistances(withoutMean(centroids, sizes))), groups);
}

/** `[n, n]`, 1 - cosine. */
function cosineDistances(points: Points): Float64Array {
  const { count } = points;
  const distances = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const distance = Math.max(0, 1 - dot(rowOf(points, a), rowOf(points, b)));
      distances[a * count + b] = distance;
      distances[b * count + a] = distance;
    }
  }
  return distances;
}
