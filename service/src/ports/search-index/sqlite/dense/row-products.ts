import { createKernels, type Kernels, PAGE_BYTES, strideOf } from "./kernel.ts";

/** Vectors of one length, row after row. */
export interface Rows {
  readonly count: number;
  readonly dimension: number;
  /** `[count, dimension]` */
  readonly values: Float32Array | Float64Array;
}

/** Rows that stay in the processor's cache while all of the other side are multiplied with them. */
const BLOCK_BYTES = 131_072;
/** All that the kernel can address; memory is taken as it is needed. */
const MOST_PAGES = 65_535;
const { BYTES_PER_ELEMENT } = Float32Array;

/** Products of many rows with many others by the kernel of the search index. Its memory only grows: keep it no longer than needed. */
export class RowProducts {
  readonly #kernels: Kernels = createKernels(MOST_PAGES);

  /**
   * Multiplies every row of `from` with every row of `to`, one block of `to` after the other.
   *
   * @param kernel `cosines` is for unit vectors
   * @param onProducts is told those of a row of `from` with the rows of `to` from `first` on; they are overwritten by
   * the next call
   * @param onBlock is called with the share done, 0 to 1; may throw to end the work
   */
  scan(
    kernel: "cosines" | "innerProducts",
    from: Rows,
    to: Rows,
    onProducts: (row: number, first: number, products: Float32Array) => void,
    onBlock: (share: number) => void = () => {},
  ): void {
    const multiply = this.#kernels[kernel];
    const stride = strideOf(to.dimension);
    const rowsABlock = Math.max(1, Math.floor(BLOCK_BYTES / stride));
    const blockAt = from.count * stride;
    const productsAt = blockAt + rowsABlock * stride;
    const floats = this.#room(productsAt + rowsABlock * BYTES_PER_ELEMENT);
    put(from, 0, from.count, floats, 0);
    for (let first = 0; first < to.count; first += rowsABlock) {
      const rows = Math.min(rowsABlock, to.count - first);
      put(to, first, rows, floats, blockAt / BYTES_PER_ELEMENT);
      const start = productsAt / BYTES_PER_ELEMENT;
      const products = floats.subarray(start, start + rows);
      for (let row = 0; row < from.count; row++) {
        multiply(blockAt, rows, stride, row * stride, productsAt);
        onProducts(row, first, products);
      }
      onBlock((first + rows) / to.count);
    }
  }

  #room(bytes: number): Float32Array {
    const { memory } = this.#kernels;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return new Float32Array(memory.buffer);
  }
}

/** Rows side by side from a place on, zeros behind each up to its stride. */
function put(
  { dimension, values }: Rows,
  first: number,
  rows: number,
  floats: Float32Array,
  at: number,
): void {
  const stride = strideOf(dimension) / BYTES_PER_ELEMENT;
  for (let row = 0; row < rows; row++) {
    const start = at + row * stride;
    floats.set(values.subarray((first + row) * dimension, (first + row + 1) * dimension), start);
    floats.fill(0, start + dimension, start + stride);
  }
}
