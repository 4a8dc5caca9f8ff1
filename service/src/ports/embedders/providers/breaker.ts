/** Failures in a row after which nothing is sent for a while. */
const FAILURES = 5;
const FIRST_PAUSE_MS = 5_000;
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
  #failingSince = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #openUntil = 0;
  #trying = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#failures >= FAILURES;
  }

  /** Milliseconds that nothing has worked for. */
  get outageMs(): number {
    return this.#failures === 0 ? 0 : this.#now() - this.#failingSince;
  }

  /** Milliseconds until it is worth asking again, 0 if it is now. */
  get leftMs(): number {
    if (!this.isOpen) return 0;
    return Math.max(this.#openUntil - this.#now(), this.#trying ? WHILE_TRIED_MS : 0);
  }

  /** Whoever asks when nothing is left to wait says afterwards how it went. */
  enter(): void {
    if (this.isOpen) this.#trying = true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#trying = false;
  }

  failed(): void {
    if (this.#failures === 0) this.#failingSince = this.#now();
    this.#failures++;
    // What was already under way when it opened changes nothing.
    if (this.#trying || this.#failures === FAILURES) this.#open();
  }

  /** The request told nothing about the service. */
  abandoned(): void {
    this.#trying = false;
  }

  #open(): void {
    if (this.#trying) this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    this.#openUntil = this.#now() + this.#pauseMs;
    this.#trying = false;
  }
}
