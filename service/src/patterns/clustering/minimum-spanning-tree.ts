import type { Points } from "../points.ts";

/** Edges of a tree that joins all points; one less than there are points. */
export interface SpanningTree {
  from: Int32Array;
  to: Int32Array;
  weight: Float64Array;
}

/**
 * The minimum spanning tree of the mutual reachability graph, in which two points are as far apart as the largest of
 * their Euclidean distance and their two core distances. Prim's algorithm without a queue: O(n²) time, O(n) memory,
 * the graph itself is never stored.
 */
export function minimumSpanningTree({ count, dimension, values }: Points, core: Float64Array): SpanningTree {
  const edges = Math.max(0, count - 1);
  const tree = { from: new Int32Array(edges), to: new Int32Array(edges), weight: new Float64Array(edges) };
  // Points outside the tree stand at the front of `outside`, so that the inner loop sees no others.
  const outside = Int32Array.from({ length: edges }, (_, i) => i + 1);
  const reach = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const source = new Int32Array(count);
  let added = 0;
  for (let left = edges; left > 0; left--) {
    const ownCore = core[added] ?? 0;
    const start = added * dimension;
    let next = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < left; i++) {
      const other = outside[i] ?? 0;
      let squares = 0;
      for (let a = start, b = other * dimension; a < start + dimension; a++, b++) {
        const difference = (values[a] ?? 0) - (values[b] ?? 0);
        squares += difference * difference;
      }
      const distance = Math.max(Math.sqrt(squares), ownCore, core[other] ?? 0);
      if (distance < (reach[other] ?? 0)) {
        reach[other] = distance;
        source[other] = added;
      }
      const reached = reach[other] ?? 0;
      if (reached < nearest || (reached === nearest && other < (outside[next] ?? 0))) {
        nearest = reached;
        next = i;
      }
    }
    added = outside[next] ?? 0;
    outside[next] = outside[left - 1] ?? 0;
    const edge = edges - left;
    tree.from[edge] = source[added] ?? 0;
    tree.to[edge] = added;
    tree.weight[edge] = nearest;
  }
  return tree;
}
