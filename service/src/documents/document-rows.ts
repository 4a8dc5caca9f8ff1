import { getTableColumns, sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Db } from "../db/open.ts";
import { documents } from "../db/schema.ts";
import { uuidArray } from "../db/uuid-array.ts";
import { identityColumns, recordDocuments } from "../events/record.ts";
import { leaveThemes } from "../patterns/joining/leave-themes.ts";

/** Without the column that the database makes by itself and lets nobody write. */
export type DocumentRow = Omit<typeof documents.$inferSelect, "words">;

const { words: _, ...written } = getTableColumns(documents);
/** What a query selects so that the row can be changed and written again. */
export const documentRowColumns = written;

/** What a feature hands over to have a document written. */
export interface NewDocument {
  id: string;
  userId: string;
  title: string;
  text: string;
  documentType: string;
  metadata: Record<string, unknown>;
  entryDate: Date | null;
  source: string;
  sourceId: string | null;
  contentHash: string;
}

/** Of one statement: PGlite runs on the main thread and must not hold it for long. */
export const ROWS_PER_STATEMENT = 250;

const Written = Compile(Type.Object({ rows: Type.Tuple([Type.Object({ ids: Type.Array(Type.String()) })]) }));

/**
 * Writes documents, and beside each the state that says it has to be embedded. All rows travel as one JSON
 * parameter, and their ids as one JSON value: with a parameter a value, PGlite takes three times as long.
 *
 * @returns the ids of those that were written: not those of users who were erased. The statement itself looks for that,
 * so that an erasure has only to wait for statements that are under way
 */
export async function insertDocuments(db: Db, rows: readonly NewDocument[], now: Date): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const records = rows.map((row) => ({
    id: row.id,
    user_id: row.userId,
    title: row.title,
    text: row.text,
    document_type: row.documentType,
    metadata: row.metadata,
    entry_date: row.entryDate,
    source: row.source,
    source_id: row.sourceId,
    content_hash: row.contentHash,
  }));
  const answer = await db.execute(sql`
    WITH input AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS record(
        id uuid, user_id text, title text, text text, document_type text, metadata jsonb,
        entry_date timestamptz, source text, source_id text, content_hash text)
    ), written AS (
      INSERT INTO documents (id, user_id, title, text, document_type, metadata, entry_date, source, source_id,
        content_hash, created_at, updated_at)
      SELECT id, user_id, title, text, document_type, metadata, entry_date, source, source_id, content_hash,
        ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
      FROM input WHERE NOT EXISTS (SELECT FROM erasures WHERE erasures.user_id = input.user_id)
      RETURNING id
    ), states AS (
      INSERT INTO embedding_states (document_id, status, revision, changed_at, wanted_at)
      SELECT id, 'pending', 1, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz FROM written
    )
    SELECT coalesce(json_agg(id), '[]') AS ids FROM written`);
  return new Set(Written.Parse(answer).rows[0].ids);
}

/**
 * Removes all rows of these documents. What the search index holds of them is removed by the caller. Has to be the end
 * of a transaction that it is part of.
 */
export async function deleteDocumentRows(db: Db, ids: readonly string[]): Promise<void> {
  const list = uuidArray(ids);
  await db.transaction(async (tx) => {
    await tx.execute(sql`DELETE FROM embeddings WHERE document_id = ANY(${list})`);
    await tx.execute(sql`DELETE FROM embedding_states WHERE document_id = ANY(${list})`);
    const gone = await tx.delete(documents).where(sql`id = ANY(${list})`).returning(identityColumns);
    await leaveThemes(tx, gone);
    await recordDocuments(tx, "deleted", gone);
  });
}
