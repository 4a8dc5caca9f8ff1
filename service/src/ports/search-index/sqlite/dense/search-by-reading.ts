import type { DenseQuery, DocumentHit } from "../../search-index.ts";
import { conditionsOn, scopeOf } from "../filter-sql.ts";
import { rankDocuments } from "../rank-documents.ts";
import { integer, text } from "../rows.ts";
import type { Row, Statements } from "../statements.ts";
import { readVector } from "../vector-bytes.ts";
import { rowsPerBlock, type VectorBlocks } from "./vector-blocks.ts";

/** Hits are cut back to the best when there are so many more than are wanted. */
const MOST_SURPLUS = 4_000;

/** The same answer as from matrices in memory, for more vectors than it may take: a block at a time from the file. */
export function searchByReading(
  statements: Statements,
  blocks: VectorBlocks,
  { vector, filter, limit, minScore = -1 }: DenseQuery,
): DocumentHit[] {
  const dimension = vector.length;
  const most = rowsPerBlock(dimension);
  let best: DocumentHit[] = [];
  let floor = minScore;
  let batch: Row[] = [];

  const scoreBatch = () => {
    const cosines = blocks.cosines(blocks.scratch, batch.length, dimension);
    for (const [at, row] of batch.entries()) {
      const score = cosines[at] ?? -1;
      if (score >= floor) best.push(toHit(row, score));
    }
    batch = [];
  };
  const cutBack = () => {
    best = rankDocuments(best, limit);
    if (best.length === limit) floor = best.at(-1)?.score ?? floor;
  };

  for (const row of readPassages(statements, filter)) {
    blocks.write(blocks.scratch, batch.length, readVector(row.vector, dimension));
    batch.push(row);
    if (batch.length === most) scoreBatch();
    if (best.length > limit + MOST_SURPLUS) cutBack();
  }
  scoreBatch();
  cutBack();
  return best;
}

function readPassages(statements: Statements, filter: DenseQuery["filter"]): Iterable<Row> {
  const scope = scopeOf(statements, filter);
  const conditions = conditionsOn(filter);
  const where = conditions ? `AND ${conditions.sql}` : "";
  const parameters = conditions?.parameters ?? [];
  const columns = "document_id, ordinal, start_offset, end_offset, vector";
  if (scope.kind === "user") {
    return statements.iterate(
      `SELECT ${columns} FROM documents CROSS JOIN passages USING (document_key) WHERE user_key = ? ${where}`,
      [scope.userKey, ...parameters],
    );
  }
  // In the order of the file.
  return statements.iterate(
    `SELECT ${columns} FROM passages CROSS JOIN documents USING (document_key) WHERE TRUE ${where}`,
    parameters,
  );
}

function toHit(row: Row, score: number): DocumentHit {
  return {
    documentId: text(row.document_id),
    score,
    passage: {
      ordinal: integer(row.ordinal),
      start: integer(row.start_offset),
      end: integer(row.end_offset),
    },
  };
}
