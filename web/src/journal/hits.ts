import { SearchHit } from "@cosmic/contract/search";
import { type Static, Type } from "typebox";

/** A hit as the backend passes it on: with the entry that the document was made of. */
export const EntryHit = Type.Object({
  ...SearchHit.properties,
  source_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
export type EntryHit = Static<typeof EntryHit>;
