import { createKernels, PAGE_BYTES } from "../../ports/search-index/sqlite/dense/kernel.ts";
import { type Points, rowOf } from "../points.ts";

/** The nearest of each point, row after row, the nearest first; the point itself is not among them. */
export interface Neighbours {
  /** Neighbours of each point. */
  k: number;
  /** `[count, k]` */
  indices: Int32Array;
  /** `[count, k]`, cosines */
  cosines: Float32Array;
}

/** The kernel wants rows padded to this. */
const PADDED_TO_BYTES = 64;
/** Rows that stay in the processor's cache while many others are compared with them. */
const BLOCK_BYTES = 131_072;

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

function scan(from: Points, to: Points, wanted: number, onBlock: OnBlock = () => {}): Neighbours {
  const k = Math.max(0, wanted);
  const indices = new Int32Array(from.count * k).fill(-1);
  const cosines = new Float32Array(from.count * k).fill(Number.NEGATIVE_INFINITY);
  if (k === 0) return { k, indices, cosines };

  const { kernel, addressOf, stride, scores, scoresAt, rowsABlock } = load(from, to);
  for (let first = 0; first < to.count; first += rowsABlock) {
    const rows = Math.min(rowsABlock, to.count - first);
    for (let point = 0; point < from.count; point++) {
      kernel(addressOf.to(first), rows, stride, addressOf.from(point), scoresAt);
      const last = (point + 1) * k - 1;
      for (let i = 0; i < rows; i++) {
        const cosine = scores[i] ?? 0;
        if (cosine <= (cosines[last] ?? 0) || (from === to && first + i === point)) continue;
        insert(indices, cosines, point * k, last, first + i, cosine);
      }
    }
    onBlock((first + rows) / to.count);
  }
  return { k, indices, cosines };
}

/** Puts all vectors, and room for the cosines of a block, into a memory of the kernel. */
function load(from: Points, to: Points) {
  const stride = Math.ceil((to.dimension * 4) / PADDED_TO_BYTES) * PADDED_TO_BYTES;
  const rowsABlock = Math.max(1, Math.floor(BLOCK_BYTES / stride));
  const sets = from === to ? [to] : [to, from];
  const scoresAt = sets.reduce((bytes, { count }) => bytes + count * stride, 0);
  const pages = Math.ceil((scoresAt + rowsABlock * 4) / PAGE_BYTES);
  const { cosines: kernel, memory } = createKernels(pages + 1);
  memory.grow(pages);
  const floats = new Float32Array(memory.buffer);
  let address = 0;
  for (const points of sets) {
    for (let row = 0; row < points.count; row++, address += stride)
      floats.set(rowOf(points, row), address / 4);
  }
  const fromStart = from === to ? 0 : to.count * stride;
  return {
    kernel,
    stride,
    rowsABlock,
    scoresAt,
    scores: floats.subarray(scoresAt / 4, scoresAt / 4 + rowsABlock),
    addressOf: { to: (row: number) => row * stride, from: (row: number) => fromStart + row * stride },
  };
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
