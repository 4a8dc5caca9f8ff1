import { ObjectId } from "mongodb";
import type { Entry, NewEntry } from "../journal.ts";
import { sampleObjectId } from "./ids.ts";

/** The fields that the service reads by default (`MONGODB_FIELD_*`), those of a Mongoose model with `timestamps`. */
export interface EntryDocument {
  _id: ObjectId;
  userId: ObjectId;
  title: string;
  content: string;
  mood: string | null;
  tags: string[];
  date: Date;
  createdAt: Date;
  updatedAt: Date;
  /** Which entry of the sample journal it is; null once it has been changed. */
  sampleId?: string | null;
}

export function toDocument(userId: string, { text, entryDate, sampleId, ...entry }: NewEntry): EntryDocument {
  return {
    ...entry,
    _id: sampleId === undefined ? new ObjectId() : sampleObjectId(userId, sampleId),
    userId: new ObjectId(userId),
    content: text,
    date: entryDate,
    updatedAt: entry.createdAt,
    ...(sampleId === undefined ? {} : { sampleId }),
  };
}

/** What another program of the product wrote may lack what is not needed. */
export function toEntry(found: EntryDocument): Entry {
  const given: Partial<EntryDocument> = found;
  const createdAt = given.createdAt ?? found._id.getTimestamp();
  return {
    id: found._id.toHexString(),
    userId: found.userId.toHexString(),
    title: given.title ?? "",
    text: given.content ?? "",
    mood: given.mood || null,
    tags: given.tags ?? [],
    entryDate: found.date,
    createdAt,
    updatedAt: given.updatedAt ?? createdAt,
    sample: typeof given.sampleId === "string",
  };
}
