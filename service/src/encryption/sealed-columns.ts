import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** That a text is sealed, as the database can tell: see `seal.ts`. */
export function isSealed(column: PgColumn): SQL<boolean> {
  return sql<boolean>`${column} LIKE 'sealed:1:%'`;
}

/** A part of a text, as far as the database can cut it: what is sealed comes whole, and is cut by who reads it. */
export function partOf(column: PgColumn, part: SQL): SQL<string> {
  return sql<string>`CASE WHEN ${isSealed(column)} THEN ${column} ELSE ${part} END`;
}
