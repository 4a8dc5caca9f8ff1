import { SearchHit } from "@cosmic/contract/search";
import { type Static, Type } from "typebox";

/** A hit; open for what a newer server adds to it. */
export const EntryHit = Type.Object({ ...SearchHit.properties });
export type EntryHit = Static<typeof EntryHit>;
