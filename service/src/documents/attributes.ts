import { isDeepStrictEqual } from "node:util";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { embedAgain } from "../embeddings/embed-again.ts";
import type { DocumentAttributes } from "../ports/search-index/search-index.ts";
import type { DocumentRow, NewDocument } from "./document-rows.ts";

/** What the search index is told of a document besides its passages. */
export function attributesOf(
  row: Pick<DocumentRow, "documentType" | "metadata" | "entryDate" | "createdAt">,
  { vectorsOnly }: Config["passages"],
): DocumentAttributes {
  return {
    documentType: row.documentType,
    metadata: vectorsOnly ? {} : row.metadata,
    date: (row.entryDate ?? row.createdAt).getTime(),
  };
}

type Comparable = Pick<NewDocument, "documentType" | "metadata" | "entryDate">;

export function changedAttributes(before: Comparable, after: Comparable): boolean {
  const pick = ({ documentType, metadata, entryDate }: Comparable) => ({ documentType, metadata, entryDate });
  return !isDeepStrictEqual(pick(before), pick(after));
}

/** Brings the index up to date without embedding; if it cannot be reached, the embedding job does it later. */
export async function updateAttributes(context: Context, document: DocumentRow): Promise<void> {
  try {
    for (const id of await context.indexes.written()) {
      await context.searchIndex.updateAttributes(
        id,
        document.id,
        attributesOf(document, context.config.passages),
      );
    }
  } catch (error) {
    context.log.warn(
      { err: error, documentId: document.id },
      "the index was not updated, the document is queued",
    );
    await embedAgain(context, [document.id], "bulk");
  }
}
