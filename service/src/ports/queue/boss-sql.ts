import type { Db } from "pg-boss";
import type { Database } from "../../db/open.ts";

/** How the queue's own statements and those of pg-boss reach the database. */
export interface QueueSql extends Db {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export function queueSql({ engine }: Database): QueueSql {
  if (engine.kind === "postgresql") {
    return {
      async executeSql(text, values) {
        // Without parameters pg-boss sends several statements at once, and each has a result of its own.
        const results = [await engine.pool.query<Record<string, unknown>>(text, values)].flat();
        return { rows: results.flatMap(({ rows }) => rows ?? []) };
      },
    };
  }
  const { pglite } = engine;
  return {
    async executeSql(text, values) {
      if (values?.length || isSingle(text)) return pglite.query<Record<string, unknown>>(text, values);
      const block = transactionBlock(text);
      const results = block ? await pglite.transaction((tx) => tx.exec(block)) : await pglite.exec(text);
      return { rows: results.flatMap(({ rows }) => rows) };
    },
  };
}

/** One statement, which the database can keep as it is planned: the one that fetches jobs comes most often of all. */
function isSingle(text: string): boolean {
  return !text.trim().replace(/;$/, "").includes(";");
}

/**
 * The statements between BEGIN and COMMIT. PGlite has one connection for all: were the text sent as it is
 * and to fail half way, the next query of anybody would land in the broken transaction. PGlite's own
 * `transaction` rolls back before it lets the next one in.
 */
function transactionBlock(text: string): string | undefined {
  return /^\s*BEGIN;([\s\S]*?)COMMIT;?\s*$/.exec(text)?.[1];
}
