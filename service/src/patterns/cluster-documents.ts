import { centroidsOf, dot } from "./clustering/centroids.ts";
import { hdbscan } from "./clustering/hdbscan.ts";
import { withoutFar } from "./clustering/without-far.ts";
import { joinTheme, reachOf } from "./identity/join-theme.ts";
import { type Points, rowOf } from "./points.ts";
import type { Neighbours } from "./reduction/cosine-neighbours.ts";
import { reduce } from "./reduction/reduce.ts";
import { startById } from "./reduction/start-by-id.ts";
import * as settings from "./settings.ts";

export interface Cluster {
  centroid: Float32Array;
  reach: number;
}

export interface DocumentClusters {
  clusters: Cluster[];
  /** For each document its cluster, or -1. */
  labels: Int32Array;
  /** For each document how firmly the density clustering holds it; undefined where only nearness speaks for it. */
  probabilities: (number | undefined)[];
}

/**
 * Clusters documents by meaning. Outliers join a cluster when they are within its reach, and else stay outliers.
 *
 * @param points unit vectors
 * @param neighbours exact ones of the same points, less what all have in common
 * @param ids of the documents
 */
export function clusterDocuments(
  points: Points,
  neighbours: Neighbours,
  ids: readonly string[],
  seed: number,
  onProgress: (share: number) => void = () => {},
): DocumentClusters {
  const { count } = points;
  const reduced = reduce(neighbours, {
    components: settings.REDUCED_DIMENSION,
    neighbours: settings.neighboursOf(count),
    epochs: settings.epochsFor(count),
    minDistance: 0,
    seed,
    start: startById(ids, settings.REDUCED_DIMENSION, seed),
    onEpoch: onProgress,
  });
  const { labels, probabilities } = hdbscan(reduced, {
    minSamples: settings.minSamples(count),
    minClusterSize: settings.leastMembers(count),
  });
  // With few points, density leaves hardly any out.
  const firm = count < settings.FEW ? withoutFar(points, labels) : labels;
  return withNearOutliers(points, firm, probabilities);
}

/** What a clustering found, described in the space of the points; its outliers join what they are near to. */
export function withNearOutliers(
  points: Points,
  found: Int32Array,
  certain?: Float64Array,
): DocumentClusters {
  const clusters = describeClusters(points, found);
  const labels = found.map((label, row) =>
    label >= 0 ? label : nearestCluster(rowOf(points, row), clusters),
  );
  const probabilities = Array.from(found, (label, row) => (label >= 0 ? certain?.[row] : undefined));
  return { clusters, labels, probabilities };
}

/** The cluster that is near enough, or -1. */
export function nearestCluster(vector: ArrayLike<number>, clusters: readonly Cluster[]): number {
  const joined = joinTheme(vector, clusters);
  return joined ? clusters.indexOf(joined.theme) : -1;
}

function describeClusters(points: Points, labels: Int32Array): Cluster[] {
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const centroids = centroidsOf(points, labels, count);
  const cosines = Array.from({ length: count }, (): number[] => []);
  for (const [row, label] of labels.entries()) {
    if (label >= 0) cosines[label]?.push(dot(rowOf(points, row), rowOf(centroids, label)));
  }
  return cosines.map((values, label) => ({
    centroid: Float32Array.from(rowOf(centroids, label)),
    reach: reachOf(values),
  }));
}
