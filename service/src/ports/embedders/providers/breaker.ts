/** Failures in a row after which nothing is sent for a while. */
const FAILURES = 5;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 300_000;
/** Who comes while one is finding out whether it works again comes back after this. */
const WHILE_TRIED_MS = 1_000;

/**
 * Keeps requests from a service that is out of order. After some failures in a row it opens for a time; then one
 * request may try, and closes it again or opens it for twice the time.
 */
export class Breaker {
  readonly #now: () => number;
  #failures = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #openUntil = 0;
  #trying = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Milliseconds until it is worth asking again; 0 means go, and to say afterwards how it went. */
  enter(): number {
    if (!this.isOpen) return 0;
    const left = this.#openUntil - this.#now();
    if (left > 0) return left;
    if (this.#trying) return WHILE_TRIED_MS;
    this.#trying = true;
    return 0;
  }

  get isOpen(): boolean {
    return this.#failures >= FAILURES;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#trying = false;
  }

  failed(): void {
    this.#failures++;
    if (!this.isOpen) return;
    if (this.#trying) this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    // What was under way when it opened changes nothing.
    if (this.#trying || this.#failures === FAILURES) this.#openUntil = this.#now() + this.#pauseMs;
    this.#trying = false;
  }

  /** The request was given up before it could tell anything. */
  abandoned(): void {
    this.#trying = false;
  }
}
