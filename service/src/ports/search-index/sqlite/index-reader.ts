import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Analyser } from "../lexical/analyse.ts";
import type { DocumentHit, IndexDescription, LexicalQuery, PassageVector } from "../search-index.ts";
import type { UserCount } from "./calls.ts";
import { countUser } from "./count-user.ts";
import { searchLexical } from "./lexical-search.ts";
import type { OpenIndex } from "./open-file.ts";
import { readOnce } from "./read-once.ts";
import { readVectors } from "./read-vectors.ts";
import { integer, text } from "./rows.ts";
import { Statements } from "./statements.ts";

/** Answers all but the dense leg from one index. Each call sees one committed state. */
export class IndexReader {
  readonly #database: DatabaseSync;
  readonly #dimension: number;
  readonly #statements: Statements;
  readonly #analyser: Analyser;
  readonly #page: StatementSync;
  readonly #counts: StatementSync;

  constructor({ database, dimension }: OpenIndex, analyser: Analyser) {
    this.#database = database;
    this.#dimension = dimension;
    this.#statements = new Statements(database);
    this.#analyser = analyser;
    this.#page = database.prepare(
      "SELECT document_id FROM documents WHERE document_id > ? ORDER BY document_id LIMIT ?",
    );
    this.#counts = database.prepare(`
      SELECT coalesce(sum(documents), 0) AS documents, coalesce(sum(passages), 0) AS passages,
             'SQLite ' || sqlite_version() AS engine
      FROM users`);
  }

  searchLexical(query: LexicalQuery): DocumentHit[] {
    return readOnce(this.#database, () => searchLexical(this.#statements, query, this.#analyser));
  }

  vectors(documentIds: readonly string[]): PassageVector[] {
    return readVectors(this.#statements, documentIds, this.#dimension);
  }

  listDocuments({ after = "", limit }: { after?: string; limit: number }): string[] {
    return this.#page.all(after, limit).map((row) => text(row.document_id));
  }

  describe(): IndexDescription {
    const row = this.#counts.get();
    return {
      documents: integer(row?.documents),
      passages: integer(row?.passages),
      engine: text(row?.engine),
    };
  }

  countUser(userId: string): UserCount {
    return readOnce(this.#database, () => countUser(this.#statements, userId));
  }

  close(): void {
    this.#database.close();
  }
}
