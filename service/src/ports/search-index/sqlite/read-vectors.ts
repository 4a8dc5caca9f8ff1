import type { PassageVector } from "../search-index.ts";
import { integer, text } from "./rows.ts";
import type { Statements } from "./statements.ts";
import { readVector } from "./vector-bytes.ts";

export function readVectors(
  statements: Statements,
  documentIds: readonly string[],
  dimension: number,
): PassageVector[] {
  const rows = statements.all(
    `SELECT document_id, ordinal, vector
     FROM (SELECT DISTINCT value AS document_id FROM json_each(?))
     CROSS JOIN documents USING (document_id)
     CROSS JOIN passages USING (document_key)`,
    [JSON.stringify(documentIds)],
  );
  return rows.map((row) => ({
    documentId: text(row.document_id),
    ordinal: integer(row.ordinal),
    vector: readVector(row.vector, dimension),
  }));
}
