import type { DatabaseSync } from "node:sqlite";
import type { Analyser } from "../lexical/analyse.ts";
import type { DocumentAttributes, IndexedDocument } from "../search-index.ts";
import { ChangeLog } from "./change-log.ts";
import { checkAttributes, checkDocument } from "./check-document.ts";
import { DocumentTable } from "./document-table.ts";
import { emptyLog, type OpenIndex } from "./open-file.ts";
import { PassageTable } from "./passage-table.ts";
import { PassageWords } from "./passage-words.ts";
import { UserRemoval } from "./user-removal.ts";
import { UserTable } from "./user-table.ts";

/** Changes one index, each call in one transaction. */
export class IndexWriter {
  readonly #database: DatabaseSync;
  readonly #dimension: number;
  readonly #users: UserTable;
  readonly #documents: DocumentTable;
  readonly #passages: PassageTable;
  readonly #words: PassageWords;
  readonly #changes: ChangeLog;
  readonly #removal: UserRemoval;

  constructor(
    { database, dimension }: OpenIndex,
    analyser: Analyser,
    changes: ChangeLog = new ChangeLog(database),
  ) {
    this.#database = database;
    this.#dimension = dimension;
    this.#users = new UserTable(database);
    this.#documents = new DocumentTable(database);
    this.#passages = new PassageTable(database);
    this.#words = new PassageWords(database, analyser);
    this.#changes = changes;
    this.#removal = new UserRemoval(database);
  }

  replace(documents: readonly IndexedDocument[]): void {
    for (const document of documents) checkDocument(document, this.#dimension);
    const last = new Map(documents.map((document) => [document.documentId, document]));
    this.#transact(() => {
      for (const document of last.values()) this.#replaceOne(document);
    });
  }

  updateAttributes(documentId: string, attributes: DocumentAttributes): void {
    checkAttributes(attributes);
    this.#transact(() => this.#documents.update(documentId, attributes));
  }

  remove(documentIds: readonly string[]): void {
    this.#transact(() => {
      for (const documentId of documentIds) this.#removeOne(documentId);
    });
  }

  /**
   * One part of all that there is of a user, in a transaction of its own.
   *
   * @returns whether there is more
   */
  removeUser(userId: string): boolean {
    const userKey = this.#users.find(userId);
    let more = userKey !== undefined;
    if (userKey !== undefined) {
      this.#transact(() => {
        const documentKeys = this.#removal.removePart(userKey);
        for (const documentKey of documentKeys ?? []) this.#changes.add(userKey, documentKey);
        if (documentKeys) this.#users.count(userKey, { documents: -documentKeys.length });
        else this.#users.delete(userKey);
        more = documentKeys !== undefined;
      });
      // Its words and lists may be remembered as they were.
      this.#words.reset();
    }
    if (!more) emptyLog(this.#database);
    return more;
  }

  close(): void {
    this.#database.close();
  }

  #replaceOne(document: IndexedDocument): void {
    const userKey = this.#users.keyOf(document.userId);
    const documentKey = this.#writeDocument(document, userKey);
    const old = this.#passages.keysOf(documentKey);
    for (const [at, passage] of document.passages.entries()) {
      const replaced = old[at];
      if (replaced !== undefined) this.#forgetWords(userKey, replaced);
      const passageKey = this.#passages.write(documentKey, replaced, passage);
      const length = this.#words.write(userKey, passageKey, passage.text);
      this.#users.count(userKey, { passages: 1, words: length });
    }
    for (const passageKey of old.slice(document.passages.length)) this.#removePassage(userKey, passageKey);
    this.#noteChange(userKey, documentKey);
  }

  #writeDocument(document: IndexedDocument, userKey: number): number {
    const { documentId, attributes } = document;
    const found = this.#documents.find(documentId);
    if (found?.userKey === userKey) {
      this.#documents.update(documentId, attributes);
      return found.documentKey;
    }
    if (found) this.#removeOne(documentId);
    this.#users.count(userKey, { documents: 1 });
    return this.#documents.insert(document, userKey);
  }

  #removeOne(documentId: string): void {
    const found = this.#documents.find(documentId);
    if (!found) return;
    const { documentKey, userKey } = found;
    for (const passageKey of this.#passages.keysOf(documentKey)) this.#removePassage(userKey, passageKey);
    this.#documents.delete(documentKey);
    this.#users.count(userKey, { documents: -1 });
    this.#noteChange(userKey, documentKey);
  }

  #removePassage(userKey: number, passageKey: number): void {
    this.#forgetWords(userKey, passageKey);
    this.#passages.delete(passageKey);
  }

  #forgetWords(userKey: number, passageKey: number): void {
    const length = this.#words.remove(userKey, passageKey);
    this.#users.count(userKey, { passages: -1, words: -length });
  }

  /** Every user with a change has counts, if only of nothing, so that `users.changed` is written. */
  #noteChange(userKey: number, documentKey: number): void {
    this.#changes.add(userKey, documentKey);
    this.#users.count(userKey, {});
  }

  #transact(change: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      change();
      this.#words.flush();
      this.#users.flush(this.#changes.flush());
      this.#database.exec("COMMIT");
    } catch (fault) {
      // SQLite rolls back by itself when the disk is full.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.#words.reset();
      this.#users.reset();
      this.#changes.reset();
      throw fault;
    }
  }
}
