import { dot } from "../clustering/centroids.ts";
import { type Points, rowOf } from "../points.ts";
import { mulberry32 } from "../seeded-random.ts";

const ROUNDS = 15;

/**
 * Where each point lies along the axes on which the points differ most, by power iteration. Good enough for a start
 * that another method refines.
 *
 * @returns `[count, axes]`, each axis scaled so that the farthest point is 1 from the middle
 */
export function alongPrincipalAxes(points: Points, axes: number, seed: number): Points {
  const { count, dimension } = points;
  const random = mulberry32(seed);
  const mean = new Float64Array(dimension);
  for (let row = 0; row < count; row++) addScaled(mean, rowOf(points, row), 1 / count);
  const found: Float64Array[] = [];
  const values = new Float64Array(count * axes);
  for (let axis = 0; axis < axes; axis++) {
    let direction = Float64Array.from({ length: dimension }, () => random() - 0.5);
    for (let round = 0; round < ROUNDS; round++) {
      const next = new Float64Array(dimension);
      const middle = dot(mean, direction);
      for (let row = 0; row < count; row++) {
        const vector = rowOf(points, row);
        addScaled(next, vector, dot(vector, direction) - middle);
      }
      for (const earlier of found) addScaled(next, earlier, -dot(next, earlier));
      const length = Math.sqrt(dot(next, next)) || 1;
      direction = next.map((value) => value / length);
    }
    found.push(direction);
    const middle = dot(mean, direction);
    let farthest = 0;
    for (let row = 0; row < count; row++) {
      const place = dot(rowOf(points, row), direction) - middle;
      values[row * axes + axis] = place;
      farthest = Math.max(farthest, Math.abs(place));
    }
    for (let row = 0; row < count; row++) {
      values[row * axes + axis] = (values[row * axes + axis] ?? 0) / (farthest || 1);
    }
  }
  return { count, dimension: axes, values };
}

function addScaled(sum: Float64Array, vector: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0) * factor;
}
