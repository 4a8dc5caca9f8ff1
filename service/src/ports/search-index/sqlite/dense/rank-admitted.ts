import type { DenseQuery, DocumentHit, SearchFilter } from "../../search-index.ts";
import { conditionsOn, documentsOf, type SqlPart, scopeOf } from "../filter-sql.ts";
import { compareTexts } from "../rank-documents.ts";
import { integer, text } from "../rows.ts";
import type { Statements } from "../statements.ts";
import { bestDocuments } from "./best-documents.ts";
import type { Candidate, DocumentScores } from "./user-matrix.ts";

interface Admitted extends Candidate {
  documentId: string;
}

/** The best documents that the filter lets through, best first; equal ones by id. */
export function rankAdmitted(
  statements: Statements,
  scored: readonly DocumentScores[],
  query: DenseQuery,
): DocumentHit[] {
  const ranked = bestAdmitted(statements, scored, query)
    .sort((a, b) => b.score - a.score || compareTexts(a.documentId, b.documentId))
    .slice(0, query.limit);
  return toHits(statements, ranked);
}

/**
 * Asks about the best documents first, because most filters let enough of them through. Only if this one does not,
 * all documents of the filter are listed, which mostly are few then.
 */
function bestAdmitted(
  statements: Statements,
  scored: readonly DocumentScores[],
  { filter, limit, minScore }: DenseQuery,
): Admitted[] {
  const listed = documentsOf(scopeOf(statements, filter), filter);
  const count = listed ? limit * 8 + 64 : limit;
  const best = bestDocuments(scored, { count, minScore });
  const admitted = admit(statements, best, filter);
  if (!listed || admitted.length >= limit || best.length < count) return admitted;
  const keys = readKeys(statements, listed);
  return admit(statements, bestDocuments(scored, { count: limit, minScore, admitted: keys }), filter);
}

function admit(statements: Statements, candidates: readonly Candidate[], filter: SearchFilter): Admitted[] {
  const conditions = conditionsOn(filter);
  const rows = statements.all(
    `SELECT key, document_id FROM json_each(?) CROSS JOIN documents ON document_key = value
     ${conditions ? `WHERE ${conditions.sql}` : ""}`,
    [JSON.stringify(candidates.map(({ documentKey }) => documentKey)), ...(conditions?.parameters ?? [])],
  );
  return rows.flatMap((row) => {
    const candidate = candidates[integer(row.key)];
    return candidate ? [{ ...candidate, documentId: text(row.document_id) }] : [];
  });
}

function readKeys(statements: Statements, { sql, parameters }: SqlPart): Set<number> {
  // One row instead of thousands: most of the time would go into making an object of each.
  const row = statements.get(
    `SELECT coalesce(group_concat(document_key, ' '), '') AS keys FROM (${sql})`,
    parameters,
  );
  return new Set(text(row?.keys).split(" ").map(Number));
}

function toHits(statements: Statements, ranked: readonly Admitted[]): DocumentHit[] {
  const rows = statements.all(
    `SELECT key, start_offset, end_offset FROM json_each(?) CROSS JOIN passages ON passage_key = value
     ORDER BY key`,
    [JSON.stringify(ranked.map(({ passageKey }) => passageKey))],
  );
  return rows.flatMap((row) => {
    const hit = ranked[integer(row.key)];
    if (!hit) return [];
    const { documentId, score, ordinal } = hit;
    const [start, end] = [integer(row.start_offset), integer(row.end_offset)];
    return [{ documentId, score, passage: { ordinal, start, end } }];
  });
}
