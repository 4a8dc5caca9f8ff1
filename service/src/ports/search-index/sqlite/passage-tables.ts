import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { IndexedPassage } from "../search-index.ts";
import { integer } from "./rows.ts";

interface Place {
  documentKey: number;
  userKey: number;
  /** The passage of the same user that is replaced, if there is one. */
  passageKey: number | undefined;
}

/** Where the passages stand in their documents, and their vectors. */
export class PassageTables {
  readonly #keys: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #insertVector: StatementSync;
  readonly #updateVector: StatementSync;
  readonly #deleteVector: StatementSync;

  constructor(database: DatabaseSync) {
    this.#keys = database.prepare(
      "SELECT passage_key FROM passages WHERE document_key = ? ORDER BY passage_key",
    );
    this.#insert = database.prepare(`
      INSERT INTO passages (document_key, ordinal, start_offset, end_offset) VALUES (?, ?, ?, ?)
      RETURNING passage_key`);
    this.#update = database.prepare(
      "UPDATE passages SET ordinal = ?, start_offset = ?, end_offset = ? WHERE passage_key = ?",
    );
    this.#delete = database.prepare("DELETE FROM passages WHERE passage_key = ?");
    this.#insertVector = database.prepare("INSERT INTO vectors (rowid, user_key, vector) VALUES (?, ?, ?)");
    this.#updateVector = database.prepare("UPDATE vectors SET vector = ? WHERE rowid = ?");
    this.#deleteVector = database.prepare("DELETE FROM vectors WHERE rowid = ?");
  }

  keysOf(documentKey: number): number[] {
    return this.#keys.all(documentKey).map((row) => integer(row.passage_key));
  }

  /** @returns the key of the passage */
  write({ documentKey, userKey, passageKey }: Place, passage: IndexedPassage): number {
    const { ordinal, start, end } = passage;
    if (passageKey !== undefined) {
      this.#update.run(ordinal, start, end, passageKey);
      this.#updateVector.run(vectorBytes(passage.vector), BigInt(passageKey));
      return passageKey;
    }
    const key = integer(this.#insert.get(documentKey, ordinal, start, end)?.passage_key);
    this.#insertVector.run(BigInt(key), BigInt(userKey), vectorBytes(passage.vector));
    return key;
  }

  delete(passageKey: number): void {
    this.#delete.run(passageKey);
    this.#deleteVector.run(BigInt(passageKey));
  }
}

export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
