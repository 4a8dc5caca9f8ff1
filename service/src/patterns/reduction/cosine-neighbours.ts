import { RowProducts } from "../../ports/search-index/sqlite/dense/row-products.ts";
import type { Points } from "../points.ts";

/** The nearest of each point, row after row, the nearest first; the point itself is not among them. */
export interface Neighbours {
  /** Neighbours of each point. */
  k: number;
  /** `[count, k]` */
  indices: Int32Array;
  /** `[count, k]`, cosines */
  cosines: Float32Array;
}

/**
 * The exact `k` nearest of each point by cosine. Looks at every pair, O(n²) in the full dimension, with the kernel of
 * the search index. Of equal cosines the lower row comes first.
 *
 * @param points unit vectors
 * @param onBlock is called with the share done, 0 to 1; may throw to end the work
 */
export function cosineNeighbours(points: Points, k: number, onBlock?: OnBlock): Neighbours {
  return scan(points, points, Math.min(k, points.count - 1), onBlock);
}

/** The exact `k` nearest among `points` of each of other points. */
export function cosineNeighboursOf(others: Points, points: Points, k: number, onBlock?: OnBlock): Neighbours {
  return scan(others, points, Math.min(k, points.count), onBlock);
}

type OnBlock = (share: number) => void;

function scan(from: Points, to: Points, wanted: number, onBlock?: OnBlock): Neighbours {
  const k = Math.max(0, wanted);
  const indices = new Int32Array(from.count * k).fill(-1);
  const cosines = new Float32Array(from.count * k).fill(Number.NEGATIVE_INFINITY);
  if (k === 0) return { k, indices, cosines };

  const take = (point: number, first: number, products: Float32Array) => {
    const last = (point + 1) * k - 1;
    for (let i = 0; i < products.length; i++) {
      const cosine = products[i] ?? 0;
      if (cosine <= (cosines[last] ?? 0) || (from === to && first + i === point)) continue;
      insert(indices, cosines, point * k, last, first + i, cosine);
    }
  };
  new RowProducts().scan("cosines", from, to, take, onBlock);
  return { k, indices, cosines };
}

/** Puts a neighbour in its place between two positions; the last there falls out. */
function insert(
  indices: Int32Array,
  cosines: Float32Array,
  first: number,
  last: number,
  index: number,
  cosine: number,
): void {
  let at = last;
  for (; at > first && (cosines[at - 1] ?? 0) < cosine; at--) {
    cosines[at] = cosines[at - 1] ?? 0;
    indices[at] = indices[at - 1] ?? 0;
  }
  cosines[at] = cosine;
  indices[at] = index;
}
