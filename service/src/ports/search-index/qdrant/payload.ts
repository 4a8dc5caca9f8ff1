import type { DocumentAttributes } from "../search-index.ts";
import { type MetadataPair, metadataPairs } from "../sqlite/metadata-pairs.ts";

/**
 * What a point is. A pending passage belongs to a `replace` that has not come to its end, and is never found.
 * A document is one point without vectors, whose id is the document's: it counts and lists documents.
 */
export type PointKind = "document" | "passage" | "pending";

/** What filters see of a document, as each of its passages has it. */
export function attributePayload({ documentType, date, metadata }: DocumentAttributes) {
  return {
    document_type: documentType.toWellFormed(),
    date,
    metadata: metadataPairs(metadata).map(metadataKeyword),
  };
}

/** A name and its value as one keyword. The name is in quotes, so that no two pairs are written alike. */
export function metadataKeyword({ name, value }: MetadataPair): string {
  return `${name}=${value}`;
}

/** Words in their order as one text, for phrases: Qdrant parts it at spaces. */
export function wordSequence(exactForms: readonly string[]): string {
  return exactForms.map((word) => word.replace(/\s/g, "_") || "_").join(" ");
}
