import type { SQLInputValue } from "node:sqlite";
import { integer } from "../rows.ts";
import type { Statements } from "../statements.ts";
import { readVector } from "../vector-bytes.ts";
import type { MatrixCache } from "./matrix-cache.ts";
import { UserMatrix } from "./user-matrix.ts";
import type { UserState } from "./users-of.ts";

/** Which changes can be read. */
interface ChangeLogState {
  oldest: number;
  latest: number;
}

/** Keeps the matrices of one index true to the database: each search applies what has changed since the last. */
export class CurrentMatrices {
  readonly #statements: Statements;
  readonly #dimension: number;
  readonly #cache: MatrixCache;
  readonly #path: string;

  constructor(statements: Statements, dimension: number, cache: MatrixCache, path: string) {
    this.#statements = statements;
    this.#dimension = dimension;
    this.#cache = cache;
    this.#path = path;
  }

  /** Within a read transaction. All matrices of these users have to fit. */
  *of(users: readonly UserState[]): Generator<UserMatrix> {
    const log = this.#logState();
    for (const user of users) {
      const matrix = this.#bringUpToDate(user, log);
      matrix.seq = Math.max(user.changed, log.latest);
      yield matrix;
    }
  }

  close(): void {
    this.#cache.dropIndex(this.#path);
  }

  #logState(): ChangeLogState {
    const row = this.#statements.get(
      `SELECT coalesce((SELECT min(seq) FROM changes), 0) AS oldest,
              coalesce((SELECT max(seq) FROM changes), 0) AS latest`,
      [],
    );
    return { oldest: integer(row?.oldest), latest: integer(row?.latest) };
  }

  #bringUpToDate(user: UserState, { oldest }: ChangeLogState): UserMatrix {
    const known = this.#cache.get(this.#path, user.userKey);
    if (known && known.seq >= user.changed) return known;
    try {
      return known && known.seq >= oldest - 1 ? this.#applyChanges(known, user) : this.#load(user);
    } catch (fault) {
      // It may be half done.
      this.#cache.drop(this.#path, user.userKey);
      throw fault;
    }
  }

  #applyChanges(matrix: UserMatrix, { userKey }: UserState): UserMatrix {
    const changes = this.#statements.all(
      "SELECT DISTINCT document_key FROM changes WHERE seq > ? AND user_key = ?",
      [matrix.seq, userKey],
    );
    const documentKeys = changes.map((row) => integer(row.document_key));
    matrix.removeDocuments(documentKeys);
    this.#append(matrix, "json_each(?) CROSS JOIN documents ON document_key = value AND user_key = ?", [
      JSON.stringify(documentKeys),
      userKey,
    ]);
    return matrix;
  }

  #load({ userKey }: UserState): UserMatrix {
    this.#cache.drop(this.#path, userKey);
    const matrix = new UserMatrix(this.#cache.blocks, this.#dimension);
    this.#cache.add(this.#path, userKey, matrix);
    this.#append(matrix, "(SELECT document_key FROM documents WHERE user_key = ?)", [userKey]);
    return matrix;
  }

  #append(matrix: UserMatrix, documents: string, parameters: readonly SQLInputValue[]): void {
    const rows = this.#statements.iterate(
      `SELECT document_key, passage_key, ordinal, vector
       FROM ${documents} CROSS JOIN passages USING (document_key)`,
      parameters,
    );
    for (const row of rows) {
      const passage = {
        documentKey: integer(row.document_key),
        passageKey: integer(row.passage_key),
        ordinal: integer(row.ordinal),
        vector: readVector(row.vector, this.#dimension),
      };
      matrix.append(passage, this.#cache.takeBlock);
    }
  }
}
