/** Remembers the highest scores in a heap, the lowest of them on top. */
export class HighestScores {
  readonly #count: number;
  readonly #least: number;
  readonly #heap: number[] = [];

  /** @param least what a score has to reach in any case */
  constructor(count: number, least: number) {
    this.#count = count;
    this.#least = least;
  }

  /** A score below it is not among the highest. */
  get floor(): number {
    return this.#heap.length < this.#count ? this.#least : this.#at(0);
  }

  /** @returns the floor after it */
  add(score: number): number {
    if (this.#heap.length < this.#count) this.#rise(score);
    else if (score > this.#at(0)) this.#sink(score);
    return this.floor;
  }

  #rise(score: number): void {
    let hole = this.#heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.#at(parent) <= score) break;
      this.#heap[hole] = this.#at(parent);
      hole = parent;
    }
    this.#heap[hole] = score;
  }

  /** Replaces the lowest. */
  #sink(score: number): void {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (this.#at(child + 1) < this.#at(child)) child++;
      if (this.#at(child) >= score) break;
      this.#heap[hole] = this.#at(child);
      hole = child;
    }
    this.#heap[hole] = score;
  }

  #at(index: number): number {
    return this.#heap[index] ?? Number.POSITIVE_INFINITY;
  }
}
