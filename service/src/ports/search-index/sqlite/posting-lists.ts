import type { DatabaseSync } from "node:sqlite";
import type { Dictionary } from "./dictionary.ts";
import type { Posting } from "./posting-codec.ts";
import { PostingTable, postingsOf } from "./posting-table.ts";

/** What happens to one list of a user and a word. */
interface ListChange {
  added: Posting[];
  /** Passages whose posting, if they have one, is no longer true. */
  removed: number[];
}

/** Gathers what a transaction changes in the lists of (user, word), so that each block is written once. */
export class PostingLists {
  readonly #pending = new Map<number, Map<number, ListChange>>();
  readonly #table: PostingTable;
  readonly #dictionary: Dictionary;

  constructor(database: DatabaseSync, dictionary: Dictionary) {
    this.#table = new PostingTable(database);
    this.#dictionary = dictionary;
  }

  /** Counts a word of a passage once more; all words of a passage come before those of another. */
  count(userKey: number, wordKey: number, passage: number, length: number): void {
    const { added } = this.#change(userKey, wordKey);
    const last = added.at(-1);
    if (last?.passage === passage) last.count++;
    else added.push({ passage, count: 1, length });
  }

  /** Has to come before the same passage is added again. */
  remove(userKey: number, wordKey: number, passage: number): void {
    this.#change(userKey, wordKey).removed.push(passage);
  }

  #change(userKey: number, wordKey: number): ListChange {
    let lists = this.#pending.get(userKey);
    if (!lists) {
      lists = new Map<number, ListChange>();
      this.#pending.set(userKey, lists);
    }
    const known = lists.get(wordKey);
    if (known) return known;
    const change = { added: [], removed: [] };
    lists.set(wordKey, change);
    return change;
  }

  flush(): void {
    for (const [userKey, lists] of this.#pending) {
      // In the order of the table, so that neighbours meet the same page.
      for (const [wordKey, change] of [...lists].sort(([a], [b]) => a - b)) {
        change.added.sort((a, b) => a.passage - b.passage);
        if (!this.#append(userKey, wordKey, change)) this.#rewrite(userKey, wordKey, change);
      }
    }
    this.#pending.clear();
  }

  /** After a rollback. */
  reset(): void {
    this.#pending.clear();
    this.#table.reset();
  }

  /** The common case, new passages at the end of a list, needs no decoding. */
  #append(userKey: number, wordKey: number, { added, removed }: ListChange): boolean {
    const first = added[0];
    if (!first || removed.length > 0) return false;
    const tail = this.#table.tail(userKey, wordKey);
    if (tail && tail.last >= first.passage) return false;
    this.#table.append(userKey, wordKey, tail, added);
    if (!tail) this.#dictionary.addLists(wordKey, 1);
    return true;
  }

  #rewrite(userKey: number, wordKey: number, { added, removed }: ListChange): void {
    const existed = this.#table.tail(userKey, wordKey) !== undefined;
    const replaced = new Set([...removed, ...added.map((posting) => posting.passage)]);
    const before = this.#table.blocksAround(userKey, wordKey, replaced);
    const kept = before.flatMap(postingsOf).filter((posting) => !replaced.has(posting.passage));
    const after = [...kept, ...added].sort((a, b) => a.passage - b.passage);
    this.#table.rewrite(userKey, wordKey, before, after);
    const exists = after.length > 0 || this.#table.tail(userKey, wordKey) !== undefined;
    if (exists !== existed) this.#dictionary.addLists(wordKey, exists ? 1 : -1);
  }
}
