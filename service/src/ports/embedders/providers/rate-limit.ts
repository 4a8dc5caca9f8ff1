import { retryDelay } from "../../queue/retry-delay.ts";

/** Wait after a 429 that names no time, doubled with every further one, and without end. */
const UNTOLD = { backoffSeconds: 1, maxBackoffSeconds: 60 };

/** How long a provider wants to be left alone by this process. */
export class RateLimit {
  #quietUntil = 0;
  #inARow = 0;

  /** @param seconds as the provider said */
  limited(seconds: number | undefined): void {
    this.#inARow++;
    const wait = seconds ?? retryDelay(UNTOLD, this.#inARow);
    this.#quietUntil = Math.max(this.#quietUntil, Date.now() + 1000 * wait);
  }

  succeeded(): void {
    this.#inARow = 0;
  }

  /** Milliseconds. */
  get left(): number {
    return Math.max(0, this.#quietUntil - Date.now());
  }
}
