import { sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { uuidArray } from "../db/uuid-array.ts";
import type { PassageText } from "./passage-texts.ts";

/** Forgets which passages of these documents an index has. */
export async function removeEmbeddings(
  tx: Db,
  indexId: string,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return;
  await tx.execute(
    sql`DELETE FROM embeddings WHERE index_id = ${indexId} AND document_id = ANY(${uuidArray(documentIds)})`,
  );
}

/** Records the passages of those of the documents that are `ours`. */
export async function writeEmbeddings(
  tx: Db,
  indexId: string,
  group: readonly { id: string }[],
  passages: readonly (readonly PassageText[])[],
  ours: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const records = group.flatMap((document, i) =>
    ours.has(document.id)
      ? (passages[i] ?? []).map(({ ordinal, start, end, tokens }) => [
          document.id,
          ordinal,
          start,
          end,
          tokens,
        ])
      : [],
  );
  await tx.execute(sql`
    INSERT INTO embeddings (document_id, index_id, ordinal, start, "end", tokens, created_at)
    SELECT (record->>0)::uuid, ${indexId}, (record->>1)::int, (record->>2)::int, (record->>3)::int,
      (record->>4)::int, ${now.toISOString()}::timestamptz
    FROM jsonb_array_elements(${JSON.stringify(records)}::jsonb) AS record
    ON CONFLICT (document_id, index_id, ordinal) DO UPDATE
    SET start = excluded.start, "end" = excluded."end", tokens = excluded.tokens, created_at = excluded.created_at`);
}
