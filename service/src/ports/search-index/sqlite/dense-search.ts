import type { SQLInputValue } from "node:sqlite";
import type { DenseQuery, DocumentHit } from "../search-index.ts";
import { checkVector } from "./check-document.ts";
import { candidatePassages, type Scope, scopeOf } from "./filter-sql.ts";
import { vectorBytes } from "./passage-tables.ts";
import { rankDocuments } from "./rank-documents.ts";
import { integer, text } from "./rows.ts";
import type { Row, Statements } from "./statements.ts";

/** The most that sqlite-vec gives back at once. */
const MOST_NEIGHBOURS = 4096;

interface Neighbour extends DocumentHit {
  documentKey: number;
}

/**
 * Exact. Asks for the nearest passages in rounds: each leaves out the documents that the ones before have found,
 * so that a document of a thousand passages cannot crowd out the others.
 */
export function searchDense(statements: Statements, query: DenseQuery, dimension: number): DocumentHit[] {
  checkVector(query.vector, dimension, "the query");
  const scope = scopeOf(statements, query.filter);
  if (scope.kind === "nobody" || query.limit < 1) return [];

  const found: Neighbour[] = [];
  let best: DocumentHit[] = [];
  for (let k = firstRound(query.limit); ; k = Math.min(k * 4, MOST_NEIGHBOURS)) {
    const excluded = new Set(found.map((neighbour) => neighbour.documentKey));
    const round = nearest(statements, query, k, scope, excluded);
    found.push(...round);
    best = rankDocuments(found, query.limit);
    if (round.length < k || isSettled(best, round, query)) break;
  }
  const minScore = query.minScore ?? Number.NEGATIVE_INFINITY;
  return best
    .filter((hit) => hit.score >= minScore)
    .map(({ documentId, score, passage }) => ({ documentId, score, passage }));
}

function firstRound(limit: number): number {
  return Math.min(limit * 3 + 10, MOST_NEIGHBOURS);
}

/** No passage that is still unseen can be among the best, not even by a tie. */
function isSettled(best: DocumentHit[], round: Neighbour[], { limit, minScore }: DenseQuery): boolean {
  const unseenAtMost = round.at(-1)?.score ?? -1;
  if (minScore !== undefined && unseenAtMost < minScore) return true;
  return best.length >= limit && unseenAtMost < (best.at(-1)?.score ?? -1);
}

/** The `k` passages with the smallest distance, nearest first. */
function nearest(
  statements: Statements,
  { vector, filter }: DenseQuery,
  k: number,
  scope: Scope,
  excluded: Set<number>,
): Neighbour[] {
  const sql = ["vector MATCH ?", "k = ?"];
  const parameters: SQLInputValue[] = [vectorBytes(vector), BigInt(k)];
  if (scope.kind === "user") {
    sql.push("user_key = ?");
    parameters.push(BigInt(scope.userKey));
  }
  const candidates = candidatePassages(scope, filter, excluded);
  if (candidates) {
    sql.push(`rowid IN (${candidates.sql})`);
    parameters.push(...candidates.parameters);
  }
  const rows = statements.all(
    `SELECT distance, document_key, document_id, ordinal, start_offset, end_offset
     FROM (SELECT rowid AS passage_key, distance FROM vectors WHERE ${sql.join(" AND ")})
     CROSS JOIN passages USING (passage_key) CROSS JOIN documents USING (document_key)
     ORDER BY distance`,
    parameters,
  );
  return rows.map(toNeighbour);
}

function toNeighbour(row: Row): Neighbour {
  return {
    documentKey: integer(row.document_key),
    documentId: text(row.document_id),
    // Rounding may carry a cosine a little past its bounds.
    score: Math.max(-1, Math.min(1, 1 - integer(row.distance))),
    passage: {
      ordinal: integer(row.ordinal),
      start: integer(row.start_offset),
      end: integer(row.end_offset),
    },
  };
}
