import type { Document, DocumentPatch } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { embedAgain } from "../embeddings/embed-again.ts";
import { markPending } from "../embeddings/embedding-states.ts";
import { removeFromIndex } from "../embeddings/remove-from-index.ts";
import { requestEmbedding } from "../embeddings/request-embedding.ts";
import { changedAttributes, updateAttributes } from "./attributes.ts";
import { checkMetadata, checkText, contentHash } from "./content.ts";
import { toDate } from "./dates.ts";
import { type DocumentRow, deleteDocumentRows, documentRowColumns } from "./document-rows.ts";
import { getDocument, notFound } from "./read.ts";

/** Changes what is given and leaves the rest. Only new content is embedded again. */
export async function patchDocument(context: Context, id: string, patch: DocumentPatch): Promise<Document> {
  if (patch.text !== undefined) checkText(patch.text, context.config.documents.maxTextBytes);
  if (patch.metadata !== undefined) checkMetadata(patch.metadata);
  const { before, after } = await context.database.orm.transaction(async (tx) => {
    const [row] = await tx
      .select(documentRowColumns)
      .from(documents)
      .where(eq(documents.id, id))
      .for("update");
    if (!row) throw notFound(id);
    const [changed] = await context.encryption.keyHashes(tx, [
      merge(row, patch, context.config.passages.withTitle),
    ]);
    if (!changed || !differs(row, changed)) return { before: row, after: row };
    const [sealed] = await context.encryption.sealDocuments(tx, [changed]);
    await tx
      .update(documents)
      .set({ ...sealed })
      .where(eq(documents.id, id));
    if (changed.contentHash !== row.contentHash) await markPending(tx, [id], changed.updatedAt);
    return { before: row, after: changed };
  });
  if (after.contentHash !== before.contentHash) await requestEmbedding(context, [{ id }], "interactive");
  else if (changedAttributes(before, after)) await updateAttributes(context, after);
  return getDocument(context, id);
}

function merge(row: DocumentRow, patch: DocumentPatch, withTitle: boolean): DocumentRow {
  const title = patch.title ?? row.title;
  const text = patch.text ?? row.text;
  return {
    ...row,
    title,
    text,
    documentType: patch.document_type ?? row.documentType,
    metadata: patch.metadata ?? row.metadata,
    entryDate: patch.entry_date === undefined ? row.entryDate : toDate(patch.entry_date),
    contentHash: contentHash({ title, text }, withTitle),
    updatedAt: new Date(),
  };
}

function differs(row: DocumentRow, changed: DocumentRow): boolean {
  return (
    row.title !== changed.title || row.contentHash !== changed.contentHash || changedAttributes(row, changed)
  );
}

/** Removes the rows, the vectors and the keyword entries. */
export async function deleteDocument(context: Context, id: string): Promise<void> {
  await getDocument(context, id);
  await deleteDocumentRows(context.database.orm, [id]);
  await removeFromIndex(context, [id]);
}

/** Embeds the document again, whatever its status. */
export async function reindexDocument(context: Context, id: string): Promise<Document> {
  await getDocument(context, id);
  await embedAgain(context, [id], "interactive");
  return getDocument(context, id);
}
