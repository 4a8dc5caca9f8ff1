/** Tokens a second of one worker until the first batch has been measured. */
const ASSUMED_RATE = 5_000;
const LEAST_BATCH_TOKENS = 64;
/** Weight of the newest measurement. */
const SMOOTHING = 0.1;

/**
 * Measures how fast the workers are, and says how large a batch may be to take no longer than a query may wait.
 * A batch of so many tokens takes 30 ms on one machine and 90 on another.
 */
export class Pace {
  readonly #batchMs: number;
  readonly #mostTokens: number;
  #rate = ASSUMED_RATE / 1000;

  /** @param mostTokens above which batches get no faster, only slower: their activations leave the cache */
  constructor(batchMs: number, mostTokens: number) {
    this.#batchMs = batchMs;
    this.#mostTokens = mostTokens;
  }

  record(tokens: number, ms: number): void {
    if (tokens === 0 || ms <= 0) return;
    this.#rate += SMOOTHING * (tokens / ms - this.#rate);
  }

  /** Padded tokens of the next batch. */
  get batchTokens(): number {
    const wanted = Math.round(this.#rate * this.#batchMs);
    return Math.max(Math.min(LEAST_BATCH_TOKENS, this.#mostTokens), Math.min(this.#mostTokens, wanted));
  }

  /** Of one worker. */
  get tokensPerSecond(): number {
    return this.#rate * 1000;
  }
}
