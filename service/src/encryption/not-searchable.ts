import { CosmicError } from "../errors.ts";

/** What is said to whoever looks for words where only sealed ones are. */
export function notSearchable(field: string): CosmicError {
  return new CosmicError(
    "not_searchable",
    "Texts and metadata are encrypted here, so nothing can be found by words or metadata: search by meaning, with user, type and dates.",
    { field },
  );
}
