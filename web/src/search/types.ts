/** Types of documents that the journal knows; the service may hold others of the same user. */
export const TYPES = [{ value: "journal_entry" }];

export function typeInWords(type: string): string {
  return type.replaceAll("_", " ");
}
