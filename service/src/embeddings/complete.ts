import { inArray, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates } from "../db/schema.ts";
import { uuidArray } from "../db/uuid-array.ts";
import { attributesOf } from "../documents/attributes.ts";
import { type ClaimedDocument, stillOurs } from "./embedding-states.ts";
import type { PassageText } from "./passage-texts.ts";

/**
 * Records that the passages of these documents are in the index. A result for a text that has changed
 * meanwhile is not recorded, and of a document that was deleted meanwhile the index keeps nothing.
 */
export async function complete(
  context: Context,
  group: readonly ClaimedDocument[],
  passages: readonly (readonly PassageText[])[],
): Promise<void> {
  const now = new Date();
  const done = await context.database.orm.transaction(async (tx) => {
    const rows = await tx
      .update(embeddingStates)
      .set({ status: "completed", error: null, changedAt: now })
      .where(stillOurs(group))
      .returning({ id: embeddingStates.documentId });
    const ours = new Set(rows.map((row) => row.id));
    await writeEmbeddings(tx, context.activeIndex.id, group, passages, ours, now);
    return ours;
  });
  await catchUp(context, group, done);
}

async function writeEmbeddings(
  tx: Db,
  indexId: string,
  group: readonly ClaimedDocument[],
  passages: readonly (readonly PassageText[])[],
  ours: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const again = group
    .filter((document) => document.revision > 1 && ours.has(document.id))
    .map(({ id }) => id);
  if (again.length > 0) {
    await tx.execute(
      sql`DELETE FROM embeddings WHERE index_id = ${indexId} AND document_id = ANY(${uuidArray(again)})`,
    );
  }
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

/** Whatever was written elsewhere while this job was embedding has the last word. */
async function catchUp(context: Context, group: readonly ClaimedDocument[], done: ReadonlySet<string>) {
  const { database, searchIndex, activeIndex } = context;
  const rows = await database.orm
    .select({
      id: documents.id,
      documentType: documents.documentType,
      metadata: documents.metadata,
      entryDate: documents.entryDate,
      createdAt: documents.createdAt,
      updatedAt: documents.updatedAt,
    })
    .from(documents)
    .where(
      inArray(
        documents.id,
        group.map((document) => document.id),
      ),
    );
  const current = new Map(rows.map((row) => [row.id, row]));
  const deleted = group.filter((document) => !current.has(document.id));
  if (deleted.length > 0) await searchIndex.remove(deleted.map((document) => document.id));
  for (const document of group) {
    const row = current.get(document.id);
    if (!row || !done.has(document.id) || row.updatedAt.getTime() === document.updatedAt.getTime()) continue;
    await searchIndex.updateAttributes(activeIndex.id, document.id, attributesOf(row));
  }
}
