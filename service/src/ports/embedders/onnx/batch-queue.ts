import { Arrivals } from "./arrivals.ts";

/** A tokenised text that waits to be embedded. */
export interface Pending {
  /** Token ids, special tokens included. */
  ids: Int32Array;
  /** Queries go before bulk work. */
  urgent: boolean;
  /** When it came, as `performance.now()` tells it. */
  since: number;
  resolve(vector: Float32Array): void;
  reject(reason: unknown): void;
}

/** Of two texts in one batch the shorter has at least this share of the longer's length; the rest is padding. */
const LEAST_FILL = 0.6;
const EQUAL_LENGTHS = 1;
/** As many texts come at once of an entry that somebody wrote just now, and not of bulk work. */
const FEW = 16;

/**
 * Decides what is embedded next. Queries first, in the order they came. Then bulk work: the oldest text
 * and, beside it, the texts nearest to it in length, so that little is padding and nothing waits for ever. Of texts
 * that came few at a time the oldest leads every other batch, however many came before it.
 *
 * A batch is bounded by its padded size in tokens. Small batches win on a CPU because their activations
 * stay in cache, and a query never waits long behind one.
 */
export class BatchQueue {
  #batchTokens: number;
  readonly #leastFill: number;
  readonly #urgent: Pending[] = [];
  readonly #few = new Arrivals();
  readonly #many = new Arrivals();
  #fewLed = false;
  /** The same texts by length, shortest first. */
  readonly #byLength: Pending[] = [];
  readonly #waiting = new Set<Pending>();
  #urgentTokens = 0;
  #bulkTokens = 0;

  /** @param equalLengths whether all texts of a batch must have one length, because the model takes no padding */
  constructor(batchTokens: number, { equalLengths }: { equalLengths: boolean }) {
    this.#batchTokens = batchTokens;
    this.#leastFill = equalLengths ? EQUAL_LENGTHS : LEAST_FILL;
  }

  /** Padded tokens that a batch may have. A single text may have more. */
  set batchTokens(tokens: number) {
    this.#batchTokens = tokens;
  }

  /** Tokens of queries that wait. */
  get urgentTokens(): number {
    return this.#urgentTokens;
  }

  /** Tokens that wait, queries and bulk together. */
  get tokens(): number {
    return this.#urgentTokens + this.#bulkTokens;
  }

  add(items: readonly Pending[]): void {
    for (const item of items) {
      this.#wait(item);
      if (item.urgent) this.#urgent.push(item);
    }
    const bulk = items.filter((item) => !item.urgent);
    (bulk.length > FEW ? this.#many : this.#few).add(bulk);
    this.#sortIn(bulk);
  }

  /** Texts that were taken and not embedded: they are as old as they were. */
  putBack(items: readonly Pending[]): void {
    for (const item of items) this.#wait(item);
    const bulk = items.filter(({ urgent }) => !urgent);
    this.#urgent.unshift(...items.filter(({ urgent }) => urgent));
    this.#many.putBack(bulk);
    this.#sortIn(bulk);
  }

  /** Takes texts out that nobody waits for any more. */
  remove(items: readonly Pending[]): void {
    const gone = items.filter((item) => this.#forget(item));
    if (gone.length === 0) return;
    const dropped = new Set(gone);
    keepOnly(this.#urgent, (item) => !dropped.has(item));
    keepOnly(this.#byLength, (item) => !dropped.has(item));
  }

  /** The next batch, empty if nothing waits. */
  take(): Pending[] {
    const batch = this.#urgent.length > 0 ? this.#takeUrgent() : this.#takeBulk();
    for (const item of batch) this.#forget(item);
    return batch;
  }

  /** Queries wait for nobody: they are padded as far as it takes, where the model can be given padding. */
  #takeUrgent(): Pending[] {
    const first = this.#urgent[0]?.ids.length ?? 0;
    const batch: Pending[] = [];
    let longest = 0;
    for (const item of this.#urgent) {
      const { length } = item.ids;
      if (this.#leastFill === EQUAL_LENGTHS && length !== first) continue;
      longest = Math.max(longest, length);
      if (batch.length > 0 && longest * (batch.length + 1) > this.#batchTokens) break;
      batch.push(item);
    }
    const taken = new Set(batch);
    keepOnly(this.#urgent, (item) => !taken.has(item));
    return batch;
  }

  #takeBulk(): Pending[] {
    const lead = this.#nextLead();
    if (!lead) return [];
    const anchor = this.#byLength.indexOf(lead);
    let from = anchor;
    let to = anchor + 1;
    const fits = (count: number, shortest: number, longest: number) =>
      count * longest <= this.#batchTokens && shortest >= longest * this.#leastFill;
    // Shorter neighbours first: they are padded to the anchor's length. Longer ones would pad the whole batch.
    for (let next = this.#byLength[from - 1]; next; next = this.#byLength[from - 1]) {
      if (!fits(to - from + 1, next.ids.length, lead.ids.length)) break;
      from--;
    }
    for (let next = this.#byLength[to]; next; next = this.#byLength[to]) {
      if (!fits(to - from + 1, this.#byLength[from]?.ids.length ?? 0, next.ids.length)) break;
      to++;
    }
    return this.#byLength.splice(from, to - from);
  }

  /** Of what came few at a time and of all else in turn, where both wait. */
  #nextLead(): Pending | undefined {
    const [few, many] = [this.#few.oldest(this.#waiting), this.#many.oldest(this.#waiting)];
    this.#fewLed = few !== undefined && !(this.#fewLed && many);
    return this.#fewLed ? few : many;
  }

  #sortIn(bulk: readonly Pending[]): void {
    if (bulk.length === 0) return;
    this.#byLength.push(...bulk);
    this.#byLength.sort((a, b) => a.ids.length - b.ids.length);
  }

  #wait(item: Pending): void {
    this.#waiting.add(item);
    this.#count(item, 1);
  }

  #forget(item: Pending): boolean {
    if (!this.#waiting.delete(item)) return false;
    this.#count(item, -1);
    return true;
  }

  #count(item: Pending, sign: 1 | -1): void {
    if (item.urgent) this.#urgentTokens += sign * item.ids.length;
    else this.#bulkTokens += sign * item.ids.length;
  }
}

function keepOnly<T>(list: T[], keep: (item: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(keep));
}
