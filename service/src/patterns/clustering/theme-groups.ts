import { type Points, rowOf } from "../points.ts";
import { dot } from "./centroids.ts";
import { cutLinkage, linkByAverage } from "./linkage.ts";
import { cosineDistances } from "./small-corpus.ts";

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

/** Each less the mean of all, made unit length again. */
function withoutMean(centroids: Points, sizes: readonly number[]): Points {
  const { count, dimension } = centroids;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const mean = new Float64Array(dimension);
  for (let row = 0; row < count; row++) {
    const share = (sizes[row] ?? 0) / all;
    for (const [i, value] of rowOf(centroids, row).entries()) mean[i] = (mean[i] ?? 0) + share * value;
  }
  const values = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const moved = Float64Array.from(rowOf(centroids, row), (value, i) => value - (mean[i] ?? 0));
    const length = Math.sqrt(dot(moved, moved)) || 1;
    values.set(
      moved.map((value) => value / length),
      row * dimension,
    );
  }
  return { count, dimension, values };
}
