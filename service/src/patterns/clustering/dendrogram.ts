import type { SpanningTree } from "./minimum-spanning-tree.ts";

/**
 * Which groups of points join at which distance. Points are the nodes 0 to count - 1; node count + i is made by join i,
 * and the last join holds all points.
 */
export interface Dendrogram {
  /** Points. */
  count: number;
  left: Int32Array;
  right: Int32Array;
  /** Rises from join to join. */
  distance: Float64Array;
  /** Points in the join. */
  size: Int32Array;
}

/** Single linkage: joins along the edges of the tree, the shortest first, equal ones in the order of the tree. */
export function toDendrogram(count: number, { from, to, weight }: SpanningTree): Dendrogram {
  const joins = weight.length;
  const dendrogram = {
    count,
    left: new Int32Array(joins),
    right: new Int32Array(joins),
    distance: new Float64Array(joins),
    size: new Int32Array(joins),
  };
  const order = Array.from(weight.keys()).sort((a, b) => (weight[a] ?? 0) - (weight[b] ?? 0));
  const above = Int32Array.from({ length: count + joins }, (_, node) => node);
  for (const [join, edge] of order.entries()) {
    const left = topOf(above, from[edge] ?? 0);
    const right = topOf(above, to[edge] ?? 0);
    dendrogram.left[join] = left;
    dendrogram.right[join] = right;
    dendrogram.distance[join] = weight[edge] ?? 0;
    dendrogram.size[join] = sizeOf(dendrogram, left) + sizeOf(dendrogram, right);
    above[left] = count + join;
    above[right] = count + join;
  }
  return dendrogram;
}

/** Points below a node. */
export function sizeOf({ count, size }: Pick<Dendrogram, "count" | "size">, node: number): number {
  return node < count ? 1 : (size[node - count] ?? 0);
}

/** Calls back with every point below a node. */
export function visitPoints(
  { count, left, right }: Pick<Dendrogram, "count" | "left" | "right">,
  node: number,
  visit: (point: number) => void,
): void {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < count) visit(next);
    else open.push(right[next - count] ?? 0, left[next - count] ?? 0);
  }
}

/** The root above a node; the way is halved for the next time. */
function topOf(above: Int32Array, node: number): number {
  let at = node;
  for (let up = above[at] ?? at; up !== at; up = above[at] ?? at) {
    above[at] = above[up] ?? up;
    at = up;
  }
  return at;
}
