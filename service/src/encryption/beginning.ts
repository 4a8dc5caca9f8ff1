import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** The first characters of a text, as far as they can be cut off: what is sealed comes whole, and is cut by the reader. */
export function beginningOf(column: PgColumn, characters: number): SQL<string> {
  return sql<string>`CASE WHEN ${column} LIKE 'sealed:1:%' THEN ${column} ELSE left(${column}, ${characters}) END`;
}
