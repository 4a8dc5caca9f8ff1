import { type Document, ObjectId } from "mongodb";
import { isDateOrTimestamp } from "../../../documents/dates.ts";
import type { JournalEntries, JournalEntry } from "../journal.ts";
import type { MongoFields } from "./config.ts";
import { idText, writePlace } from "./ids.ts";

/** Why an entry cannot become a document. */
class Unmappable extends Error {}

/** What MongoDB has to send of an entry. */
export function projectionOf(fields: MongoFields): Record<string, 1> {
  const paths = [...new Set(Object.values(fields).flat())];
  // MongoDB refuses a path beside one that it is part of.
  const outer = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`)));
  return Object.fromEntries(["_id", ...outer].map((path) => [path, 1]));
}

/** Adds an entry of MongoDB to those that can be synced, or to those that cannot. */
export function addEntry(to: JournalEntries, fields: MongoFields, found: Document): void {
  try {
    to.entries.push(toEntry(fields, found));
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error;
    to.rejected.push({ id: idText(found._id) ?? writePlace(found._id), reason: error.message });
  }
}

function toEntry(fields: MongoFields, found: Document): JournalEntry {
  const id = idText(found._id);
  if (id === undefined) throw new Unmappable("its _id is no ObjectId, text, number or UUID");
  const createdAt = dateOf(found, fields.createdAt) ?? madeAt(found._id);
  const updatedAt = valueAt(found, fields.updatedAt);
  return {
    id,
    userId: userOf(found, fields.user),
    title: textOf(found, fields.title) ?? "",
    text: textOf(found, fields.text) ?? missing(fields.text),
    metadata: { ...moodOf(found, fields.mood), ...tagsOf(found, fields.tags) },
    entryDate: dateOf(found, fields.date) ?? createdAt,
    updatedAt: updatedAt instanceof Date && isStorable(updatedAt) ? updatedAt : null,
  };
}

function userOf(found: Document, paths: string[]): string {
  const { value, path } = first(found, paths) ?? missing(paths);
  return idText(value) ?? refuse(path, "is no ObjectId, text, number or UUID");
}

function textOf(found: Document, paths: string[]): string | undefined {
  const there = first(found, paths);
  if (!there) return undefined;
  return typeof there.value === "string" ? there.value : refuse(there.path, "is not text");
}

function moodOf(found: Document, paths: string[]): { mood?: string | number } {
  const there = first(found, paths);
  if (!there || there.value === "") return {};
  const { value } = there;
  if (typeof value === "string" || (typeof value === "number" && Number.isFinite(value)))
    return { mood: value };
  return refuse(there.path, "is neither text nor a number");
}

function tagsOf(found: Document, paths: string[]): { tags?: string[] } {
  const there = first(found, paths);
  if (!there) return {};
  const tags: unknown[] = Array.isArray(there.value) ? there.value : [there.value];
  const texts = tags.filter((tag) => typeof tag === "string");
  if (texts.length < tags.length) refuse(there.path, "is not a list of texts");
  return texts.length > 0 ? { tags: texts } : {};
}

function dateOf(found: Document, paths: string[]): Date | null {
  const there = first(found, paths);
  if (!there || there.value === "") return null;
  const { value, path } = there;
  const isText = typeof value === "string" && isDateOrTimestamp(value);
  const date = value instanceof Date ? value : isText ? new Date(value) : refuse(path, "is not a date");
  return isStorable(date) ? date : refuse(path, "is a date outside the years 1 to 9999");
}

/** What PostgreSQL takes and RFC 3339 can write. */
function isStorable(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** An ObjectId begins with the second in which it was made. */
function madeAt(id: unknown): Date | null {
  return id instanceof ObjectId ? id.getTimestamp() : null;
}

function first(found: Document, paths: string[]): { value: unknown; path: string } | undefined {
  for (const path of paths) {
    const value = valueAt(found, path);
    if (value !== undefined && value !== null) return { value, path };
  }
  return undefined;
}

/** What is at a path such as `author.id`. */
export function valueAt(found: unknown, path: string): unknown {
  let value = found;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

function refuse(path: string, why: string): never {
  throw new Unmappable(`${path} ${why}`);
}

function missing(paths: string[]): never {
  throw new Unmappable(`it has no ${paths.join(" or ")}`);
}
