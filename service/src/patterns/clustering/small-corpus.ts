import { type Points, rowOf } from "../points.ts";
import { dot } from "./centroids.ts";
import { cutLinkage, type Join, linkByAverage } from "./linkage.ts";
import { meanSilhouette } from "./silhouette.ts";

export interface SmallClustering {
  /** For each point its cluster from 0, or -1. */
  labels: Int32Array;
  count: number;
}

/**
 * Clusters of few texts, where density says little: average linkage on cosine distance, cut where the silhouette is
 * highest. Groups below `minSize` are outliers.
 *
 * @param points unit vectors, at most a few hundred
 */
export function clusterFew(points: Points, minSize: number): SmallClustering {
  const { count } = points;
  const distances = cosineDistances(points);
  const joins = linkByAverage(distances);
  const best = bestCut(distances, joins, count);
  const sizes = new Map<number, number>();
  for (const label of best) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const kept = [...sizes].flatMap(([label, size]) => (size >= minSize ? [label] : []));
  return { labels: best.map((label) => kept.indexOf(label)), count: kept.length };
}

/** `[n, n]`, 1 - cosine. */
export function cosineDistances(points: Points): Float64Array {
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

/** No more than one group for three items: below that, the silhouette likes pairs. */
function bestCut(distances: Float64Array, joins: readonly Join[], count: number): Int32Array {
  let best: { score: number; labels: Int32Array } = {
    score: Number.NEGATIVE_INFINITY,
    labels: new Int32Array(count),
  };
  for (let groups = 2; groups <= Math.floor(count / 3); groups++) {
    const labels = cutLinkage(count, joins, groups);
    const score = meanSilhouette(distances, labels, groups);
    if (score > best.score) best = { score, labels };
  }
  return best.labels;
}
