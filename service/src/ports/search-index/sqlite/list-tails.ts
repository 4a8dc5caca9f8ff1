import type { Span } from "./posting-table.ts";

/** Some 15 MB. */
const MOST_REMEMBERED = 150_000;

/** Where lists end, so that appending to one that was written lately need not read it. */
export class ListTails {
  readonly #tails = new Map<number, Map<number, Span>>();
  #size = 0;

  get(userKey: number, wordKey: number): Span | undefined {
    return this.#tails.get(userKey)?.get(wordKey);
  }

  set(userKey: number, wordKey: number, { first, last, size }: Span): void {
    if (this.#size >= MOST_REMEMBERED) this.clear();
    const ofUser = this.#tails.get(userKey) ?? new Map<number, Span>();
    this.#tails.set(userKey, ofUser);
    const before = ofUser.size;
    ofUser.set(wordKey, { first, last, size });
    this.#size += ofUser.size - before;
  }

  delete(userKey: number, wordKey: number): void {
    if (this.#tails.get(userKey)?.delete(wordKey)) this.#size--;
  }

  clear(): void {
    this.#tails.clear();
    this.#size = 0;
  }
}
