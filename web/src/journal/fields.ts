import type { JournalEntryView } from "@cosmic/contract/app";
import { type Static, Type } from "typebox";

/** What a writer changes of an entry. */
export const EntryFields = Type.Object({
  title: Type.String(),
  text: Type.String(),
  mood: Type.Union([Type.String(), Type.Null()]),
  tags: Type.Array(Type.String()),
  entry_date: Type.String(),
});
export type EntryFields = Static<typeof EntryFields>;

export const emptyFields = (entryDate: Date): EntryFields => ({
  title: "",
  text: "",
  mood: null,
  tags: [],
  entry_date: entryDate.toISOString(),
});

export function fieldsOf({ title, text, mood, tags, entry_date }: JournalEntryView): EntryFields {
  return { title, text, mood, tags, entry_date };
}

export function sameFields(a: EntryFields, b: EntryFields): boolean {
  return (
    a.title === b.title &&
    a.text === b.text &&
    // The backend trims it.
    (a.mood?.trim() || null) === (b.mood?.trim() || null) &&
    Date.parse(a.entry_date) === Date.parse(b.entry_date) &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, i) => tag === b.tags[i])
  );
}

/** An entry cannot be saved without a text. */
export const canBeSaved = ({ text }: EntryFields): boolean => text.trim() !== "";
