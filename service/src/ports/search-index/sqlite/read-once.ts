import type { DatabaseSync } from "node:sqlite";

/** Lets all queries of `answer` see one committed state. */
export function readOnce<T>(database: DatabaseSync, answer: () => T): T {
  database.exec("BEGIN");
  try {
    return answer();
  } finally {
    database.exec("ROLLBACK");
  }
}
