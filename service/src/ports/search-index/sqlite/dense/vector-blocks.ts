import { createKernels, type Kernel, type KernelMemory, PAGE_BYTES, strideOf } from "./kernel.ts";

/** Holds at least one vector of every index. */
const BLOCK_BYTES = 32_768;
export const MOST_COMPONENTS = BLOCK_BYTES / Float32Array.BYTES_PER_ELEMENT;

const QUERY = 0;
const SCORES = BLOCK_BYTES;
const SCRATCH = 2 * BLOCK_BYTES;
const FIRST_BLOCK = 3 * BLOCK_BYTES;
/** The memory grows by several blocks at once. */
const SPARE_PAGES = 16;

/**
 * The memory of the dense leg: blocks of equal size, each with rows of one matrix. Blocks can come and go in any
 * order without leaving holes, and a matrix can grow without being copied.
 */
export class VectorBlocks {
  readonly #most: number;
  readonly #mostPages: number;
  readonly #kernel: Kernel;
  readonly #memory: KernelMemory;
  readonly #free: number[] = [];
  #made = 0;
  #floats: Float32Array;

  /** @param bytes the most that all vectors together may take */
  constructor(bytes: number) {
    this.#most = Math.floor(bytes / BLOCK_BYTES);
    this.#mostPages = Math.ceil((FIRST_BLOCK + this.#most * BLOCK_BYTES) / PAGE_BYTES);
    const { cosines: kernel, memory } = createKernels(this.#mostPages);
    this.#kernel = kernel;
    this.#memory = memory;
    this.#floats = this.#grow(FIRST_BLOCK);
  }

  /** A block for rows that are not kept. */
  get scratch(): number {
    return SCRATCH;
  }

  /** Whether matrices of so many rows would find room if they were alone. */
  fits(rowsOfEach: readonly number[], dimension: number): boolean {
    const rowsABlock = rowsPerBlock(dimension);
    let blocks = 0;
    for (const rows of rowsOfEach) blocks += Math.ceil(rows / rowsABlock);
    return blocks <= this.#most;
  }

  /** @returns the address of a block, or `undefined` if all are taken */
  take(): number | undefined {
    const free = this.#free.pop();
    if (free !== undefined || this.#made >= this.#most) return free;
    const address = FIRST_BLOCK + this.#made * BLOCK_BYTES;
    this.#made++;
    this.#floats = this.#grow(address + BLOCK_BYTES);
    return address;
  }

  giveBack(addresses: readonly number[]): void {
    this.#free.push(...addresses);
  }

  /** Puts the vector, made unit length, into a row of a block. */
  write(block: number, row: number, vector: Float32Array): void {
    const start = this.#rowStart(block, row, vector.length);
    this.#floats.set(vector, start);
    const end = start + vector.length;
    this.#floats.fill(0, end, start + strideOf(vector.length) / Float32Array.BYTES_PER_ELEMENT);
    makeUnit(this.#floats.subarray(start, end));
  }

  copyRow(dimension: number, from: { block: number; row: number }, to: { block: number; row: number }): void {
    const start = this.#rowStart(from.block, from.row, dimension);
    this.#floats.copyWithin(this.#rowStart(to.block, to.row, dimension), start, start + dimension);
  }

  setQuery(vector: Float32Array): void {
    this.write(QUERY, 0, vector);
  }

  /** Cosines of the first `rows` of a block with the query. They are overwritten by the next call. */
  cosines(block: number, rows: number, dimension: number): Float32Array {
    this.#kernel(block, rows, strideOf(dimension), QUERY, SCORES);
    const start = SCORES / Float32Array.BYTES_PER_ELEMENT;
    return this.#floats.subarray(start, start + rows);
  }

  #rowStart(block: number, row: number, dimension: number): number {
    return (block + row * strideOf(dimension)) / Float32Array.BYTES_PER_ELEMENT;
  }

  #grow(bytes: number): Float32Array {
    const pages = this.#memory.buffer.byteLength / PAGE_BYTES;
    const needed = Math.ceil(bytes / PAGE_BYTES);
    if (needed > pages) this.#memory.grow(Math.min(this.#mostPages, needed + SPARE_PAGES) - pages);
    return new Float32Array(this.#memory.buffer);
  }
}

export function rowsPerBlock(dimension: number): number {
  return Math.floor(BLOCK_BYTES / strideOf(dimension));
}

/** Vectors that are unit length but for rounding stay as they are. */
function makeUnit(vector: Float32Array): void {
  let squares = 0;
  for (const component of vector) squares += component * component;
  if (Math.abs(squares - 1) < 1e-6) return;
  const length = Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length;
}
