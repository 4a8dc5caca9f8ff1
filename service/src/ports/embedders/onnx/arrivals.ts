import type { Pending } from "./batch-queue.ts";

/** Texts in the order in which they came; what has been taken is skipped lazily. */
export class Arrivals {
  #items: Pending[] = [];
  #head = 0;

  add(items: readonly Pending[]): void {
    this.#items.push(...items);
  }

  putBack(items: readonly Pending[]): void {
    this.#items.splice(this.#head, 0, ...items);
  }

  oldest(waiting: ReadonlySet<Pending>): Pending | undefined {
    for (; this.#head < this.#items.length; this.#head++) {
      const item = this.#items[this.#head];
      if (item && waiting.has(item)) return item;
    }
    this.#items = [];
    this.#head = 0;
    return undefined;
  }
}
