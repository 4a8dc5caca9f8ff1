import { centroidsOf, dot } from "./clustering/centroids.ts";
import { hdbscan } from "./clustering/hdbscan.ts";
import { clusterFew } from "./clustering/small-corpus.ts";
import { joinTheme, reachOf } from "./identity/join-theme.ts";
import { type Points, rowOf } from "./points.ts";
import type { Neighbours } from "./reduction/cosine-neighbours.ts";
import { reduce } from "./reduction/reduce.ts";
import * as settings from "./settings.ts";

export interface Cluster {
  centroid: Float32Array;
  reach: number;
}

export interface DocumentClusters {
  method: "density" | "linkage";
  clusters: Cluster[];
  /** For each document its cluster, or -1. */
  labels: Int32Array;
  /** For each document how firmly the density clustering holds it; undefined where only nearness speaks for it. */
  probabilities: (number | undefined)[];
}

/** Tried in the evaluation; the service uses `settings.ts`. */
export interface ClusterSettings {
  neighbours: number;
  components: number;
  minSamples: number;
  minClusterSize: number;
  epochs: number;
}

export const defaultsFor = (documents: number): ClusterSettings => ({
  neighbours: settings.NEIGHBOURS,
  components: settings.REDUCED_DIMENSION,
  minSamples: settings.MIN_SAMPLES,
  minClusterSize: settings.leastMembers(documents),
  epochs: settings.epochsFor(documents),
});

/**
 * Clusters documents by meaning. Outliers join a cluster when they are within its reach, and else stay outliers.
 *
 * @param points unit vectors
 * @param neighbours exact ones of the same points
 */
export function clusterDocuments(
  points: Points,
  neighbours: Neighbours,
  seed: number,
  onProgress: (share: number) => void = () => {},
  chosen: ClusterSettings = defaultsFor(points.count),
): DocumentClusters {
  const small = points.count < settings.LEAST_FOR_DENSITY;
  const found = small
    ? { ...clusterFew(points, settings.LEAST_MEMBERS), probabilities: undefined }
    : hdbscan(reduce(neighbours, { ...chosen, minDistance: 0, seed, onEpoch: onProgress }), chosen);
  const clusters = describeClusters(points, found.labels, found.count);
  const labels = found.labels.map((label, row) =>
    label >= 0 ? label : nearestCluster(rowOf(points, row), clusters),
  );
  const probabilities = Array.from(found.labels, (label, row) =>
    label >= 0 ? found.probabilities?.[row] : undefined,
  );
  return { method: small ? "linkage" : "density", clusters, labels, probabilities };
}

/** The cluster that is near enough, or -1. */
export function nearestCluster(vector: ArrayLike<number>, clusters: readonly Cluster[]): number {
  const joined = joinTheme(vector, clusters);
  return joined ? clusters.indexOf(joined.theme) : -1;
}

function describeClusters(points: Points, labels: Int32Array, count: number): Cluster[] {
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
