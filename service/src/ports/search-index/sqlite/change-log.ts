import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integer } from "./rows.ts";

/** More than this, and a reader that has not followed reads the user anew. */
const CHANGES_KEPT = 5_000;

/** Says which documents' passages have changed, so that what is in memory of them can follow. */
export class ChangeLog {
  readonly #kept: number;
  readonly #pending: [userKey: number, documentKey: number][] = [];
  readonly #insert: StatementSync;
  readonly #trim: StatementSync;
  #oldest: number;

  constructor(database: DatabaseSync, kept = CHANGES_KEPT) {
    this.#kept = kept;
    this.#insert = database.prepare(`
      INSERT INTO changes (user_key, document_key) SELECT value ->> 0, value ->> 1 FROM json_each(?)`);
    this.#trim = database.prepare("DELETE FROM changes WHERE seq < ?");
    this.#oldest = integer(database.prepare("SELECT coalesce(min(seq), 1) AS seq FROM changes").get()?.seq);
  }

  add(userKey: number, documentKey: number): void {
    this.#pending.push([userKey, documentKey]);
  }

  /**
   * Writes the changes at the end of a transaction.
   *
   * @returns the number of the last one
   */
  flush(): number {
    if (this.#pending.length === 0) return 0;
    const last = Number(this.#insert.run(JSON.stringify(this.#pending)).lastInsertRowid);
    // Not at every turn: each costs a statement.
    if (last - this.#oldest >= 2 * this.#kept) {
      this.#oldest = last - this.#kept + 1;
      this.#trim.run(this.#oldest);
    }
    this.reset();
    return last;
  }

  reset(): void {
    this.#pending.length = 0;
  }
}
