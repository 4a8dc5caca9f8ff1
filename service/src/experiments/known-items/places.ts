import { type Static, Type } from "typebox";
import { checker } from "../../http/validation.ts";

/** Where a known item stands: UTF-16 code units into the text of a document, end exclusive. */
export const Place = Type.Object({
  document_id: Type.String(),
  /** Of the document when it was drawn; of one that was changed since, the place means nothing. */
  content_hash: Type.String(),
  start: Type.Integer(),
  end: Type.Integer(),
});
export type Place = Static<typeof Place>;

export const checkPlace = checker(Place);
