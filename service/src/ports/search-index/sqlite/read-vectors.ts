import type { PassageVector } from "../search-index.ts";
import { bytes, integer, text } from "./rows.ts";
import type { Statements } from "./statements.ts";

export function readVectors(statements: Statements, documentIds: readonly string[]): PassageVector[] {
  const rows = statements.all(
    `SELECT document_id, ordinal, vector
     FROM (SELECT DISTINCT value AS document_id FROM json_each(?))
     CROSS JOIN documents USING (document_id)
     CROSS JOIN passages USING (document_key)
     CROSS JOIN vectors ON vectors.rowid = passage_key`,
    [JSON.stringify(documentIds)],
  );
  return rows.map((row) => ({
    documentId: text(row.document_id),
    ordinal: integer(row.ordinal),
    vector: toVector(bytes(row.vector)),
  }));
}

function toVector(data: Uint8Array): Float32Array {
  // Floats need an offset that is a multiple of four, which a copy has.
  return new Float32Array(data.slice().buffer);
}
