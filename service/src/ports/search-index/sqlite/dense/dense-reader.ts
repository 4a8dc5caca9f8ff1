import type { DatabaseSync } from "node:sqlite";
import type { DenseQuery, DocumentHit } from "../../search-index.ts";
import { checkVector } from "../check-document.ts";
import type { OpenIndex } from "../open-file.ts";
import { readOnce } from "../read-once.ts";
import { Statements } from "../statements.ts";
import { CurrentMatrices } from "./current-matrices.ts";
import type { MatrixCache } from "./matrix-cache.ts";
import { rankAdmitted } from "./rank-admitted.ts";
import { searchByReading } from "./search-by-reading.ts";
import { usersOf } from "./users-of.ts";
import type { VectorBlocks } from "./vector-blocks.ts";

/** Answers the dense leg from one index, exactly. Each search sees one committed state. */
export class DenseReader {
  readonly #database: DatabaseSync;
  readonly #dimension: number;
  readonly #statements: Statements;
  readonly #blocks: VectorBlocks;
  readonly #matrices: CurrentMatrices;

  /** @param path of the file, which tells its matrices from those of other indexes */
  constructor({ database, dimension }: OpenIndex, path: string, cache: MatrixCache) {
    this.#database = database;
    this.#dimension = dimension;
    this.#statements = new Statements(database);
    this.#blocks = cache.blocks;
    this.#matrices = new CurrentMatrices(this.#statements, dimension, cache, path);
  }

  search(query: DenseQuery): DocumentHit[] {
    checkVector(query.vector, this.#dimension, "the query");
    if (query.limit < 1) return [];
    return readOnce(this.#database, () => this.#search(query));
  }

  #search(query: DenseQuery): DocumentHit[] {
    const users = usersOf(this.#statements, query.filter);
    this.#blocks.setQuery(query.vector);
    const rowsOfEach = users.map((user) => user.passages);
    if (!this.#blocks.fits(rowsOfEach, this.#dimension)) {
      return searchByReading(this.#statements, this.#blocks, query);
    }
    const scored = [];
    for (const matrix of this.#matrices.of(users)) scored.push(matrix.score());
    return rankAdmitted(this.#statements, scored, query);
  }

  close(): void {
    this.#matrices.close();
    this.#database.close();
  }
}
