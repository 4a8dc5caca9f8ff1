import type { SQLInputValue } from "node:sqlite";
import { CosmicError } from "../../../errors.ts";
import type { SearchFilter } from "../search-index.ts";
import { type MetadataPair, metadataPairs } from "./metadata-pairs.ts";
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

export interface SqlPart {
  sql: string;
  parameters: SQLInputValue[];
}

/** A query for the keys of the documents that a filter lets through; `undefined` if it asks only for the user. */
export function documentsOf(scope: Scope, filter: SearchFilter): SqlPart | undefined {
  // The planner would read all documents of the user, while those with a certain value are mostly few.
  const [first, ...others] = pairsOf(filter);
  const conditions = attributeConditions(filter, others);
  const [ofUser, user] = scope.kind === "user" ? ["AND user_key = ?", [scope.userKey]] : ["", []];
  if (!first) {
    return (
      conditions && {
        sql: `SELECT document_key FROM documents WHERE ${conditions.sql} ${ofUser}`,
        parameters: [...conditions.parameters, ...user],
      }
    );
  }
  const matching = `SELECT document_key FROM metadata_pairs WHERE name = ? AND value = ? ${ofUser}`;
  return {
    sql: conditions
      ? `SELECT document_key FROM (${matching}) CROSS JOIN documents USING (document_key) WHERE ${conditions.sql}`
      : matching,
    parameters: [first.name, first.value, ...user, ...(conditions?.parameters ?? [])],
  };
}

/** What a filter asks of a row of `documents` that is known already; `undefined` if it asks only for the user. */
export function conditionsOn(filter: SearchFilter): SqlPart | undefined {
  return attributeConditions(filter, pairsOf(filter));
}

function pairsOf({ metadata = {} }: SearchFilter): MetadataPair[] {
  return metadataPairs(metadata);
}

function attributeConditions(filter: SearchFilter, pairs: readonly MetadataPair[]): SqlPart | undefined {
  const conditions: string[] = [];
  const parameters: SQLInputValue[] = [];
  const add = (sql: string, ...values: SQLInputValue[]) => {
    conditions.push(sql);
    parameters.push(...values);
  };

  if (filter.documentType !== undefined) add("document_type = ?", filter.documentType);
  if (filter.dateFrom !== undefined) add("date >= ?", comparable(filter.dateFrom));
  if (filter.dateTo !== undefined) add("date <= ?", comparable(filter.dateTo));
  for (const { name, value } of pairs) add(HAS_PAIR, name, value);
  return conditions.length > 0 ? { sql: conditions.join(" AND "), parameters } : undefined;
}

const HAS_PAIR = `EXISTS (
  SELECT 1 FROM metadata_pairs AS pair WHERE pair.name = ? AND pair.value = ?
  AND pair.user_key = documents.user_key AND pair.document_key = documents.document_key)`;

function comparable(date: number): number {
  if (Number.isNaN(date)) throw new CosmicError("invalid_value", "A date of the filter is not a number.");
  return date;
}
