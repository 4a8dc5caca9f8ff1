import { type Dendrogram, sizeOf, visitPoints } from "./dendrogram.ts";

/** Distances below count as this, so that duplicates have a finite density. */
const SMALLEST_DISTANCE = 1e-12;

/** A group of points that stays together over a range of densities (λ = 1 / distance). */
export interface CondensedCluster {
  /** Index in the tree; -1 for the root. */
  parent: number;
  children: number[];
  /** Points when it appears. */
  size: number;
  /** λ at which it appears. */
  birth: number;
  /** The largest λ at which points leave it or it splits. */
  death: number;
  /** Excess of mass: Σ over its points of λ at which they leave - λ of birth. */
  stability: number;
}

export interface CondensedTree {
  /** Parents before their children; the first is the root with all points. */
  clusters: CondensedCluster[];
  /** For each point the cluster that it leaves alone. */
  leaves: Int32Array;
  /** For each point the λ at which it does. */
  lambda: Float64Array;
}

/**
 * The dendrogram from the top down, in which a split counts only where both sides have `minSize` points or more;
 * smaller sides are points that leave (Campello, Moulavi and Sander 2013).
 *
 * @param minSize at least 2
 */
export function condense(dendrogram: Dendrogram, minSize: number): CondensedTree {
  const { count, left, right, distance } = dendrogram;
  const leaves = new Int32Array(count);
  const lambda = new Float64Array(count);
  const clusters: CondensedCluster[] = [newCluster(-1, count, 0)];
  const open = count > 1 ? [{ node: 2 * count - 2, cluster: 0 }] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, cluster } = next;
    const join = node - count;
    const density = 1 / Math.max(distance[join] ?? 0, SMALLEST_DISTANCE);
    const sides = [left[join] ?? 0, right[join] ?? 0];
    const lasting = sides.filter((side) => sizeOf(dendrogram, side) >= minSize);
    const own = clusterAt(clusters, cluster);
    own.death = Math.max(own.death, density);
    for (const side of sides) {
      const size = sizeOf(dendrogram, side);
      if (lasting.length === 1 && lasting.includes(side)) {
        open.push({ node: side, cluster });
        continue;
      }
      own.stability += (density - own.birth) * size;
      if (lasting.length === 2) {
        own.children.push(clusters.length);
        open.push({ node: side, cluster: clusters.length });
        clusters.push(newCluster(cluster, size, density));
        continue;
      }
      visitPoints(dendrogram, side, (point) => {
        leaves[point] = cluster;
        lambda[point] = density;
      });
    }
  }
  return { clusters, leaves, lambda };
}

export function clusterAt(clusters: readonly CondensedCluster[], index: number): CondensedCluster {
  const cluster = clusters[index];
  if (!cluster) throw new RangeError(`no cluster ${index}`);
  return cluster;
}

const newCluster = (parent: number, size: number, birth: number): CondensedCluster => ({
  parent,
  children: [],
  size,
  birth,
  death: birth,
  stability: 0,
});
