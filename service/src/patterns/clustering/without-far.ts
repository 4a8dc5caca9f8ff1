import { type Points, rowOf } from "../points.ts";
import { centroidsOf, dot } from "./centroids.ts";

/** So many times the usual distance from the middle of a cluster's cosines is too far. */
const FAR = 6;
/** Makes the median distance from the median what the standard deviation is where values are normal. */
const TO_DEVIATION = 1.4826;

/**
 * Labels without the members that are much less like their cluster than its other members: the reduction lays every
 * point beside some others, also one that is near to none.
 *
 * @param points unit vectors
 */
export function withoutFar(points: Points, labels: Int32Array): Int32Array {
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const centroids = centroidsOf(points, labels, count);
  const own = Float64Array.from(labels, (label, row) =>
    label < 0 ? 0 : dot(rowOf(points, row), rowOf(centroids, label)),
  );
  const least = Array.from({ length: count }, (_, label) =>
    leastOf(own.filter((_, row) => labels[row] === label)),
  );
  return labels.map((label, row) => (label >= 0 && (own[row] ?? 0) < (least[label] ?? 0) ? -1 : label));
}

function leastOf(cosines: Float64Array): number {
  const middle = median(cosines);
  return middle - FAR * TO_DEVIATION * median(cosines.map((cosine) => Math.abs(cosine - middle)));
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  );
}
