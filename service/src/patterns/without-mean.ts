import { dot } from "./clustering/centroids.ts";
import { type Points, rowOf } from "./points.ts";

/**
 * Directions less what all have in common, of unit length again: entries of one journal are all a little alike, in
 * words and in language, and what sets them apart from each other would be small beside it (Mu and Viswanath 2018).
 *
 * @param points unit vectors
 * @param weights how much each counts for the mean; equally by default
 */
export function withoutMean(points: Points, weights?: readonly number[]): Points {
  const { count, dimension } = points;
  const all = weights?.reduce((sum, weight) => sum + weight, 0) ?? count;
  const mean = new Float64Array(dimension);
  for (let row = 0; row < count; row++) {
    const share = (weights?.[row] ?? 1) / all;
    for (const [i, value] of rowOf(points, row).entries()) mean[i] = (mean[i] ?? 0) + share * value;
  }
  const values = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const moved = Float64Array.from(rowOf(points, row), (value, i) => value - (mean[i] ?? 0));
    const length = Math.sqrt(dot(moved, moved)) || 1;
    values.set(
      moved.map((value) => value / length),
      row * dimension,
    );
  }
  return { count, dimension, values };
}
