import type { Points } from "../points.ts";
import { type CondensedTree, clusterAt, condense } from "./condensed-tree.ts";
import { coreDistances } from "./core-distances.ts";
import { type Dendrogram, toDendrogram } from "./dendrogram.ts";
import { minimumSpanningTree } from "./minimum-spanning-tree.ts";
import { type Selection, selectClusters } from "./select-clusters.ts";

export interface CutOptions {
  /** Points of the smallest group that counts as a cluster; at least 2. */
  minClusterSize: number;
  selection?: Selection;
  maxClusterSize?: number;
}

export interface Clustering {
  /** For each point its cluster from 0, or -1 for an outlier. */
  labels: Int32Array;
  /** For each point how firmly it belongs to its cluster: 0 for an outlier, 1 in the densest part. */
  probabilities: Float64Array;
  /** Clusters. */
  count: number;
}

/**
 * HDBSCAN* (Campello, Moulavi and Sander 2013; Campello et al. 2015) in Euclidean space, with the conventions of
 * scikit-learn: `minSamples` counts the point itself, the root is no cluster.
 */
export function hdbscan(
  points: Points,
  { minSamples, ...cut }: CutOptions & { minSamples: number },
): Clustering {
  return cutDendrogram(buildDendrogram(points, minSamples), cut);
}

/** The whole hierarchy. O(n²) time, O(n) memory. */
export function buildDendrogram(points: Points, minSamples: number): Dendrogram {
  return toDendrogram(points.count, minimumSpanningTree(points, coreDistances(points, minSamples)));
}

/** Clusters of one hierarchy; a larger `minClusterSize` makes a coarser cut of the same. */
export function cutDendrogram(
  dendrogram: Dendrogram,
  { minClusterSize, selection = "eom", maxClusterSize }: CutOptions,
): Clustering {
  if (dendrogram.count === 0)
    return { labels: new Int32Array(), probabilities: new Float64Array(), count: 0 };
  const tree = condense(dendrogram, minClusterSize);
  return labelPoints(tree, selectClusters(tree, selection, maxClusterSize));
}

/** A point belongs to the chosen cluster in which it was when it left; one that left outside of all is an outlier. */
function labelPoints({ clusters, leaves, lambda }: CondensedTree, chosen: readonly number[]): Clustering {
  const labelOf = new Int32Array(clusters.length).fill(-1);
  for (const [label, at] of chosen.entries()) labelOf[at] = label;
  for (const [at, { parent }] of clusters.entries()) {
    if (labelOf[at] === -1 && parent >= 0) labelOf[at] = labelOf[parent] ?? -1;
  }
  const labels = leaves.map((cluster) => labelOf[cluster] ?? -1);
  const probabilities = lambda.map((density, point) => {
    const label = labels[point] ?? -1;
    if (label < 0) return 0;
    const { death } = clusterAt(clusters, chosen[label] ?? 0);
    return death > 0 ? Math.min(density, death) / death : 1;
  });
  return { labels, probabilities, count: chosen.length };
}
