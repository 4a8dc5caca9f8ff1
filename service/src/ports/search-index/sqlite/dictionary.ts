import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integer, text } from "./rows.ts";

const MOST_REMEMBERED = 100_000;

/** Numbers the words. Counts how many lists each has, and forgets a word with its last list. */
export class Dictionary {
  readonly #keys = new Map<string, number>();
  readonly #listChanges = new Map<number, number>();
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #count: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare("SELECT word_key FROM words WHERE word = ?");
    this.#insert = database.prepare("INSERT INTO words (word, stem) VALUES (?, ?)");
    this.#count = database.prepare("UPDATE words SET lists = lists + ? WHERE word_key = ?");
    this.#forget = database.prepare("DELETE FROM words WHERE word_key = ? AND lists <= 0 RETURNING word");
  }

  keyOf(word: string, stem: string): number {
    const known = this.#keys.get(word);
    if (known !== undefined) return known;
    const row = this.#select.get(word);
    const key = row ? integer(row.word_key) : Number(this.#insert.run(word, stem).lastInsertRowid);
    if (this.#keys.size >= MOST_REMEMBERED) this.#keys.clear();
    this.#keys.set(detached(word), key);
    return key;
  }

  addLists(wordKey: number, change: 1 | -1): void {
    this.#listChanges.set(wordKey, (this.#listChanges.get(wordKey) ?? 0) + change);
  }

  /** Writes the counts at the end of a transaction. */
  flush(): void {
    for (const [wordKey, change] of this.#listChanges) {
      if (change !== 0) this.#count.run(change, wordKey);
      if (change >= 0) continue;
      const forgotten = this.#forget.get(wordKey);
      if (forgotten) this.#keys.delete(text(forgotten.word));
    }
    this.#listChanges.clear();
  }

  /** After a rollback, what is remembered may not exist. */
  reset(): void {
    this.#keys.clear();
    this.#listChanges.clear();
  }
}

/** A copy: a slice would keep the whole text it was cut from in memory. */
function detached(word: string): string {
  return Buffer.from(word).toString();
}
