import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integer } from "./rows.ts";

interface Counts {
  documents: number;
  passages: number;
  words: number;
}

/** Numbers the users and keeps the counts that BM25 needs of each. A user without documents is forgotten. */
export class UserTable {
  readonly #keys = new Map<string, number>();
  readonly #changes = new Map<number, Counts>();
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #add: StatementSync;
  readonly #forget: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare("SELECT user_key FROM users WHERE user_id = ?");
    this.#insert = database.prepare("INSERT INTO users (user_id) VALUES (?) RETURNING user_key");
    this.#add = database.prepare(`
      UPDATE users SET documents = documents + ?, passages = passages + ?, words = words + ?, changed = ?
      WHERE user_key = ?`);
    this.#forget = database.prepare("DELETE FROM users WHERE user_key = ? AND documents = 0");
    this.#delete = database.prepare("DELETE FROM users WHERE user_key = ?");
  }

  keyOf(userId: string): number {
    const known = this.#keys.get(userId);
    if (known !== undefined) return known;
    const key = integer((this.#select.get(userId) ?? this.#insert.get(userId))?.user_key);
    this.#keys.set(userId, key);
    return key;
  }

  find(userId: string): number | undefined {
    const row = this.#select.get(userId);
    return row && integer(row.user_key);
  }

  /** For a user of whom nothing is left. */
  delete(userKey: number): void {
    this.#delete.run(userKey);
  }

  count(userKey: number, change: Partial<Counts>): void {
    const counts = this.#changes.get(userKey) ?? { documents: 0, passages: 0, words: 0 };
    counts.documents += change.documents ?? 0;
    counts.passages += change.passages ?? 0;
    counts.words += change.words ?? 0;
    this.#changes.set(userKey, counts);
  }

  /**
   * Writes the counts at the end of a transaction.
   *
   * @param seq the last change of the transaction
   */
  flush(seq: number): void {
    for (const [userKey, { documents, passages, words }] of this.#changes) {
      this.#add.run(documents, passages, words, seq, userKey);
      if (documents < 0) this.#forget.run(userKey);
    }
    this.reset();
  }

  reset(): void {
    this.#keys.clear();
    this.#changes.clear();
  }
}
