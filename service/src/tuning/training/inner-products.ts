import {
  createKernels,
  type KernelMemory,
  type Kernels,
  PAGE_BYTES,
} from "../../ports/search-index/sqlite/dense/kernel.ts";
import { type Matrix, rowOf, zeros } from "./matrix.ts";

/** The kernel wants rows padded to this. */
const PADDED_TO_BYTES = 64;
/** Rows that stay in the processor's cache while all of the other matrix are multiplied with them. */
const BLOCK_BYTES = 131_072;
/** 1 GiB of addresses; memory is taken as it is needed. */
const MOST_PAGES = 16_384;

/** Kept between products, of which training makes thousands. */
let kernels: Kernels | undefined;

/**
 * The inner products of every row of `a` with every row of `b`, `[a.rows, b.rows]`: a times b transposed, by the SIMD
 * kernel of the search index. The one product that training needs; others are made of it with `transposed`, which
 * costs little beside it.
 */
export function innerProducts(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.columns)
    throw new RangeError(`rows of ${a.columns} and of ${b.columns} have no product`);
  const products = zeros(a.rows, b.rows);
  kernels ??= createKernels(MOST_PAGES);
  const { innerProducts: multiply, memory } = kernels;
  const stride = Math.ceil((a.columns * 4) / PADDED_TO_BYTES) * PADDED_TO_BYTES;
  const rowsABlock = Math.max(1, Math.floor(BLOCK_BYTES / stride));
  const blockAt = a.rows * stride;
  const scoresAt = blockAt + rowsABlock * stride;
  const floats = room(memory, scoresAt + rowsABlock * 4);
  put(a, 0, a.rows, floats, 0, stride / 4);
  for (let first = 0; first < b.rows; first += rowsABlock) {
    const rows = Math.min(rowsABlock, b.rows - first);
    put(b, first, rows, floats, blockAt / 4, stride / 4);
    const scores = floats.subarray(scoresAt / 4, scoresAt / 4 + rows);
    for (let row = 0; row < a.rows; row++) {
      multiply(blockAt, rows, stride, row * stride, scoresAt);
      products.values.set(scores, row * b.rows + first);
    }
  }
  return products;
}

/** Rows side by side from a place on, zeros where they are shorter than their stride. */
function put(matrix: Matrix, first: number, rows: number, floats: Float32Array, at: number, stride: number) {
  for (let row = 0; row < rows; row++) {
    const start = at + row * stride;
    floats.set(rowOf(matrix, first + row), start);
    floats.fill(0, start + matrix.columns, start + stride);
  }
}

function room(memory: KernelMemory, bytes: number): Float32Array {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return new Float32Array(memory.buffer);
}
