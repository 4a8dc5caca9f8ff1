import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { IndexedPassage } from "../search-index.ts";
import { integer } from "./rows.ts";
import { vectorBytes } from "./vector-bytes.ts";

/** Where the passages stand in their documents, and their vectors. */
export class PassageTable {
  readonly #keys: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync) {
    this.#keys = database.prepare(
      "SELECT passage_key FROM passages WHERE document_key = ? ORDER BY passage_key",
    );
    this.#insert = database.prepare(`
      INSERT INTO passages (document_key, ordinal, start_offset, end_offset, vector) VALUES (?, ?, ?, ?, ?)`);
    this.#update = database.prepare(`
      UPDATE passages SET ordinal = ?, start_offset = ?, end_offset = ?, vector = ? WHERE passage_key = ?`);
    this.#delete = database.prepare("DELETE FROM passages WHERE passage_key = ?");
  }

  keysOf(documentKey: number): number[] {
    return this.#keys.all(documentKey).map((row) => integer(row.passage_key));
  }

  /**
   * @param replaced the passage of the same document whose place is taken, if there is one
   * @returns the key of the passage
   */
  write(documentKey: number, replaced: number | undefined, passage: IndexedPassage): number {
    const { ordinal, start, end } = passage;
    const vector = vectorBytes(passage.vector);
    if (replaced === undefined) {
      return Number(this.#insert.run(documentKey, ordinal, start, end, vector).lastInsertRowid);
    }
    this.#update.run(ordinal, start, end, vector, replaced);
    return replaced;
  }

  delete(passageKey: number): void {
    this.#delete.run(passageKey);
  }
}
