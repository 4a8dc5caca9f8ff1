import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DocumentAttributes, IndexedDocument } from "../search-index.ts";
import { metadataPairs } from "./metadata-pairs.ts";
import { integer } from "./rows.ts";

/** What filters see of the documents. */
export class DocumentTable {
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #insertPair: StatementSync;
  readonly #deletePairs: StatementSync;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare("SELECT document_key, user_key FROM documents WHERE document_id = ?");
    this.#insert = database.prepare(
      "INSERT INTO documents (document_id, user_key, document_type, date) VALUES (?, ?, ?, ?)",
    );
    this.#update = database.prepare(
      "UPDATE documents SET document_type = ?, date = ? WHERE document_key = ?",
    );
    this.#delete = database.prepare("DELETE FROM documents WHERE document_key = ?");
    this.#insertPair = database.prepare("INSERT INTO metadata_pairs VALUES (?, ?, ?, ?)");
    this.#deletePairs = database.prepare("DELETE FROM metadata_pairs WHERE document_key = ?");
  }

  find(documentId: string): { documentKey: number; userKey: number } | undefined {
    const row = this.#select.get(documentId);
    return row && { documentKey: integer(row.document_key), userKey: integer(row.user_key) };
  }

  /** @returns the key of the document */
  insert({ documentId, attributes }: IndexedDocument, userKey: number): number {
    const { documentType, date } = attributes;
    const documentKey = Number(this.#insert.run(documentId, userKey, documentType, date).lastInsertRowid);
    this.#writePairs(documentKey, userKey, attributes);
    return documentKey;
  }

  /** Unknown documents are ignored. */
  update(documentId: string, attributes: DocumentAttributes): void {
    const found = this.find(documentId);
    if (!found) return;
    this.#update.run(attributes.documentType, attributes.date, found.documentKey);
    this.#deletePairs.run(found.documentKey);
    this.#writePairs(found.documentKey, found.userKey, attributes);
  }

  delete(documentKey: number): void {
    this.#deletePairs.run(documentKey);
    this.#delete.run(documentKey);
  }

  #writePairs(documentKey: number, userKey: number, { metadata }: DocumentAttributes): void {
    for (const { name, value } of metadataPairs(metadata)) {
      this.#insertPair.run(name, value, userKey, documentKey);
    }
  }
}
