import type { SQLInputValue } from "node:sqlite";
import { CosmicError } from "../../../errors.ts";
import type { SearchFilter } from "../search-index.ts";
import { metadataPairs } from "./metadata-pairs.ts";
import { integer } from "./rows.ts";
import type { Statements } from "./statements.ts";

/** The user part of a filter: one user, everybody, or a user of whom the index holds nothing. */
export type Scope = { kind: "user"; userKey: number } | { kind: "everybody" } | { kind: "nobody" };

export function scopeOf(statements: Statements, { userId }: SearchFilter): Scope {
  if (userId === undefined) return { kind: "everybody" };
  if (!userId.isWellFormed()) return { kind: "nobody" };
  const row = statements.get("SELECT user_key FROM users WHERE user_id = ?", [userId]);
  return row ? { kind: "user", userKey: integer(row.user_key) } : { kind: "nobody" };
}

/**
 * A query for the keys of the passages that a filter lets through, or `undefined` if it asks for nothing but the
 * user. `excluded` are keys of documents.
 */
export function candidatePassages(
  scope: Scope,
  filter: SearchFilter,
  excluded: ReadonlySet<number> = new Set(),
): { sql: string; parameters: SQLInputValue[] } | undefined {
  const conditions: string[] = [];
  const parameters: SQLInputValue[] = [];
  const add = (sql: string, ...values: SQLInputValue[]) => {
    conditions.push(sql);
    parameters.push(...values);
  };
  const [ofUser, user] = scope.kind === "user" ? ["AND user_key = ?", [scope.userKey]] : ["", []];

  if (filter.documentType !== undefined) add("document_type = ?", filter.documentType);
  if (filter.dateFrom !== undefined) add("date >= ?", comparable(filter.dateFrom));
  if (filter.dateTo !== undefined) add("date <= ?", comparable(filter.dateTo));
  for (const { name, value } of metadataPairs(filter.metadata ?? {})) {
    const matching = `SELECT document_key FROM metadata_pairs WHERE name = ? AND value = ? ${ofUser}`;
    add(`document_key IN (${matching})`, name, value, ...user);
  }
  if (excluded.size > 0) {
    add("document_key NOT IN (SELECT value FROM json_each(?))", JSON.stringify([...excluded]));
  }
  if (conditions.length === 0) return undefined;
  const sql = `
    SELECT passage_key FROM documents CROSS JOIN passages USING (document_key)
    WHERE ${conditions.join(" AND ")} ${ofUser}`;
  return { sql, parameters: [...parameters, ...user] };
}

function comparable(date: number): number {
  if (Number.isNaN(date)) throw new CosmicError("invalid_value", "A date of the filter is not a number.");
  return date;
}
