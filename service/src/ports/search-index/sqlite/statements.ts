import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;

const MOST_KEPT = 200;

/** Prepares each statement once. Its text varies only with which filters are set. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  all(sql: string, parameters: readonly SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...parameters);
  }

  get(sql: string, parameters: readonly SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...parameters);
  }

  /** Rows one by one, for more of them than should be in memory at once. */
  iterate(sql: string, parameters: readonly SQLInputValue[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...parameters);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= MOST_KEPT) this.#prepared.clear();
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
