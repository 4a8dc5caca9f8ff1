import type { UserMatrix } from "./user-matrix.ts";
import type { VectorBlocks } from "./vector-blocks.ts";

/** The matrices in memory, of all indexes. The ones that have not been used for longest make room for others. */
export class MatrixCache {
  readonly blocks: VectorBlocks;
  /** Least recently used first. */
  readonly #kept = new Map<string, UserMatrix>();

  constructor(blocks: VectorBlocks) {
    this.blocks = blocks;
  }

  get(path: string, userKey: number): UserMatrix | undefined {
    const key = keyOf(path, userKey);
    const matrix = this.#kept.get(key);
    if (!matrix) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, matrix);
    return matrix;
  }

  add(path: string, userKey: number, matrix: UserMatrix): void {
    this.#kept.set(keyOf(path, userKey), matrix);
  }

  drop(path: string, userKey: number): void {
    this.#drop(keyOf(path, userKey));
  }

  dropIndex(path: string): void {
    for (const key of [...this.#kept.keys()]) if (key.startsWith(`${path}\n`)) this.#drop(key);
  }

  /** A block for the matrix that was used last, which has to be one that fits. */
  readonly takeBlock = (): number => {
    for (;;) {
      const address = this.blocks.take();
      if (address !== undefined) return address;
      const [oldest] = this.#kept.keys();
      if (oldest === undefined || this.#kept.size === 1) throw new Error("a matrix has outgrown the memory");
      this.#drop(oldest);
    }
  };

  #drop(key: string): void {
    this.#kept.get(key)?.free();
    this.#kept.delete(key);
  }
}

function keyOf(path: string, userKey: number): string {
  return `${path}\n${userKey}`;
}
