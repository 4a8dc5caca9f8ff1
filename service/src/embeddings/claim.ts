import { and, eq, or, sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { readMoment } from "../db/moment.ts";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import type { DocumentRow } from "../documents/document-rows.ts";
import type { DocumentIdentity } from "../events/record.ts";

/** A document that this process has taken on, as it was when taken. */
export type ClaimedDocument = DocumentIdentity &
  Pick<
    DocumentRow,
    "title" | "text" | "documentType" | "metadata" | "entryDate" | "createdAt" | "updatedAt"
  > & { revision: number; claimedBy: string; wantedAt: Date | null };

/** As JSON, with the names of the columns. */
const Claimed = Compile(
  Type.Object({
    rows: Type.Tuple([
      Type.Object({
        documents: Type.Array(
          Type.Object({
            id: Type.String(),
            user_id: Type.String(),
            source: Type.String(),
            source_id: Type.Union([Type.String(), Type.Null()]),
            title: Type.String(),
            text: Type.String(),
            document_type: Type.String(),
            metadata: Type.Record(Type.String(), Type.Unknown()),
            entry_date: Type.Union([Type.String(), Type.Null()]),
            created_at: Type.String(),
            updated_at: Type.String(),
            revision: Type.Integer(),
            wanted_at: Type.Union([Type.String(), Type.Null()]),
          }),
        ),
      }),
    ]),
  }),
);

/**
 * Takes on those of the documents that wait, or that an earlier try of the same job left in work. They come as one JSON
 * value: from PGlite a value each takes half as long again, and leaves twice as much for the garbage collector.
 */
export async function claim(db: Db, ids: readonly string[], jobId: string): Promise<ClaimedDocument[]> {
  const update = db
    .update(embeddingStates)
    .set({ status: "processing", claimedBy: jobId, changedAt: new Date() })
    .from(documents)
    .where(
      and(
        eq(documents.id, embeddingStates.documentId),
        isOneOf(embeddingStates.documentId, ids),
        or(
          eq(embeddingStates.status, "pending"),
          and(eq(embeddingStates.status, "processing"), eq(embeddingStates.claimedBy, jobId)),
        ),
      ),
    )
    .returning({
      id: documents.id,
      userId: documents.userId,
      source: documents.source,
      sourceId: documents.sourceId,
      title: documents.title,
      text: documents.text,
      documentType: documents.documentType,
      metadata: documents.metadata,
      entryDate: documents.entryDate,
      createdAt: documents.createdAt,
      updatedAt: documents.updatedAt,
      revision: embeddingStates.revision,
      wantedAt: embeddingStates.wantedAt,
    });
  const answer = await db.execute(sql`
    WITH claimed AS ${update}
    SELECT coalesce(json_agg(claimed), '[]') AS documents FROM claimed`);
  const [{ documents: rows }] = Claimed.Parse(answer).rows;
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    source: row.source,
    sourceId: row.source_id,
    title: row.title,
    text: row.text,
    documentType: row.document_type,
    metadata: row.metadata,
    entryDate: row.entry_date === null ? null : readMoment(row.entry_date),
    createdAt: readMoment(row.created_at),
    updatedAt: readMoment(row.updated_at),
    revision: row.revision,
    claimedBy: jobId,
    wantedAt: row.wanted_at === null ? null : readMoment(row.wanted_at),
  }));
}
