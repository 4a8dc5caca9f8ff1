import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integer } from "./rows.ts";

/** Some 100 ms of writing: what others wait for at most. */
const LISTS_A_PART = 5_000;
const DOCUMENTS_A_PART = 300;

/**
 * Removes a user by ranges of keys: first the lists of words, which need not be rewritten document by document when all
 * of them go, then the documents.
 */
export class UserRemoval {
  readonly #lists: StatementSync;
  readonly #forgetLists: StatementSync;
  readonly #forgetWords: StatementSync;
  readonly #deleteLists: StatementSync;
  readonly #documents: StatementSync;
  readonly #deleteDocuments: StatementSync[];

  constructor(database: DatabaseSync) {
    this.#lists = database.prepare("SELECT DISTINCT word_key FROM postings WHERE user_key = ? LIMIT ?");
    const these = "(SELECT value FROM json_each(?))";
    this.#forgetLists = database.prepare(`UPDATE words SET lists = lists - 1 WHERE word_key IN ${these}`);
    this.#forgetWords = database.prepare(`DELETE FROM words WHERE lists <= 0 AND word_key IN ${these}`);
    this.#deleteLists = database.prepare(`DELETE FROM postings WHERE user_key = ? AND word_key IN ${these}`);
    this.#documents = database.prepare("SELECT document_key FROM documents WHERE user_key = ? LIMIT ?");
    this.#deleteDocuments = [
      `DELETE FROM passage_words WHERE passage_key IN (
         SELECT passage_key FROM passages WHERE document_key IN ${these})`,
      `DELETE FROM passages WHERE document_key IN ${these}`,
      `DELETE FROM metadata_pairs WHERE document_key IN ${these}`,
      `DELETE FROM documents WHERE document_key IN ${these}`,
    ].map((sql) => database.prepare(sql));
  }

  /** @returns the keys of the documents that were removed, or undefined if nothing was left to remove */
  removePart(userKey: number): number[] | undefined {
    const lists = this.#lists.all(userKey, LISTS_A_PART).map((row) => integer(row.word_key));
    if (lists.length > 0) {
      const keys = JSON.stringify(lists);
      this.#forgetLists.run(keys);
      this.#forgetWords.run(keys);
      this.#deleteLists.run(userKey, keys);
      return [];
    }
    const documents = this.#documents.all(userKey, DOCUMENTS_A_PART).map((row) => integer(row.document_key));
    if (documents.length === 0) return undefined;
    for (const statement of this.#deleteDocuments) statement.run(JSON.stringify(documents));
    return documents;
  }
}
