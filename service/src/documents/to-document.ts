import type { Document, DocumentState } from "@cosmic/contract";
import { embeddingStates } from "../db/schema.ts";
import { type DocumentRow, documentRowColumns } from "./document-rows.ts";

const { contentHash: _, ...shown } = documentRowColumns;

/** What a query selects so that a document can be shown. */
export const documentColumns = {
  ...shown,
  embeddingStatus: embeddingStates.status,
  embeddingError: embeddingStates.error,
};

export type ShownDocument = Omit<DocumentRow, "contentHash"> & {
  embeddingStatus: Document["embedding_status"];
  embeddingError: string | null;
};

export function toDocument(row: ShownDocument): Document {
  return { ...toState(row), title: row.title, text: row.text, metadata: row.metadata };
}

export function toState(row: ShownDocument): DocumentState {
  return {
    id: row.id,
    user_id: row.userId,
    document_type: row.documentType,
    entry_date: row.entryDate?.toISOString() ?? null,
    source: row.source,
    source_id: row.sourceId,
    embedding_status: row.embeddingStatus,
    embedding_error: row.embeddingError,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
