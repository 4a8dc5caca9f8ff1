import { type Points, rowOf } from "../points.ts";

/**
 * The direction of each cluster: the mean of its unit vectors, made unit length. Outliers (-1) count for none.
 *
 * @returns `[clusters, dimension]`
 */
export function centroidsOf(points: Points, labels: ArrayLike<number>, clusters: number): Points {
  const { count, dimension } = points;
  const sums = new Float64Array(clusters * dimension);
  for (let row = 0; row < count; row++) {
    const label = labels[row] ?? -1;
    if (label < 0) continue;
    const vector = rowOf(points, row);
    for (let i = 0; i < dimension; i++)
      sums[label * dimension + i] = (sums[label * dimension + i] ?? 0) + (vector[i] ?? 0);
  }
  const values = new Float32Array(clusters * dimension);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const sum = sums.subarray(cluster * dimension, (cluster + 1) * dimension);
    const length = Math.hypot(...sum) || 1;
    values.set(
      sum.map((value) => value / length),
      cluster * dimension,
    );
  }
  return { count: clusters, dimension, values };
}

/** Of unit vectors: the cosine. */
export function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0);
  return sum;
}
