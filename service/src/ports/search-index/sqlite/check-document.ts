import { CosmicError } from "../../../errors.ts";
import type { DocumentAttributes, IndexedDocument } from "../search-index.ts";

/** Refuses what would make searches wrong, before anything is written. */
export function checkDocument(document: IndexedDocument, dimension: number): void {
  if (!document.documentId.isWellFormed() || !document.userId.isWellFormed()) {
    throw new CosmicError("invalid_value", "The id of a document or user is not well-formed Unicode.");
  }
  checkAttributes(document.attributes);
  for (const passage of document.passages) {
    checkVector(passage.vector, dimension, `passage ${passage.ordinal} of document ${document.documentId}`);
  }
}

export function checkAttributes(attributes: DocumentAttributes): void {
  if (!Number.isFinite(attributes.date)) {
    throw new CosmicError("invalid_value", "The date of a document must be a finite number of milliseconds.");
  }
}

export function checkVector(vector: Float32Array, dimension: number, whose: string): void {
  if (vector.length !== dimension) {
    throw new CosmicError(
      "dimension_mismatch",
      `The vector of ${whose} has ${vector.length} components, the index holds vectors of ${dimension}.`,
    );
  }
  let squares = 0;
  // Not by the iterator, which makes an object of each of the components.
  for (let i = 0; i < vector.length; i++) squares += (vector[i] ?? 0) ** 2;
  if (!Number.isFinite(squares) || squares === 0) {
    throw new CosmicError(
      "invalid_value",
      `The vector of ${whose} has no direction: it is zero or not finite.`,
    );
  }
}
