/** Batches that a worker may have been sent and not have begun, one that it is at not counted. */
const CELLS = 2;

/**
 * What the pool and one worker agree by, in shared memory, on which of the batches that were sent is begun: the worker
 * takes a batch as it begins it, the pool takes it back to send something more urgent. Whoever comes first has it.
 * Batches are numbered from 1, and at most two of them are with a worker at a time.
 */
export class BatchClaims {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;

  /** @param memory what the other side made */
  constructor(memory = new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** Has to be called before the batch is sent. */
  offer(batch: number): void {
    Atomics.store(this.#cells, batch % CELLS, batch);
  }

  /** True for one of the two sides only. */
  take(batch: number): boolean {
    return Atomics.compareExchange(this.#cells, batch % CELLS, batch, 0) === batch;
  }
}
