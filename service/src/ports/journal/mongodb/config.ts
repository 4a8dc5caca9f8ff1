import type { EnvReader } from "../../../env-reader.ts";

export interface MongoConfig {
  /** May hold a password: never shown or logged. */
  url: string;
  database: string;
  collection: string;
  fields: MongoFields;
  /** Make the index that reading needs, if it is missing. */
  createIndex: boolean;
}

/** Paths within an entry, such as `author.id`. Of a list, the first that an entry has counts. */
export interface MongoFields {
  user: string[];
  title: string[];
  text: string[];
  mood: string[];
  tags: string[];
  date: string[];
  createdAt: string[];
  /** One path only: it is what entries are sorted by. */
  updatedAt: string;
}

const URL_SHAPE = /^mongodb(?:\+srv)?:\/\/[^/]+(?:\/(?<database>[^?/]*))?(?:\?|$)/;

/** The defaults fit a Mongoose model with `timestamps: true`. */
export function readMongoConfig(read: EnvReader): MongoConfig {
  const url = read.text("MONGODB_URL", "mongodb://127.0.0.1:27017");
  const shape = URL_SHAPE.exec(url);
  if (!shape) {
    read.problem("MONGODB_URL", "must be an address such as mongodb://127.0.0.1:27017/cosmic-insights");
  }
  return {
    url,
    database: read.text("MONGODB_DATABASE", decode(shape?.groups?.database) || "cosmic-insights"),
    collection: read.text("MONGODB_COLLECTION", "journalentries"),
    fields: {
      user: paths(read, "USER", "userId,user"),
      title: paths(read, "TITLE", "title"),
      text: paths(read, "TEXT", "content,text"),
      mood: paths(read, "MOOD", "mood"),
      tags: paths(read, "TAGS", "tags"),
      date: paths(read, "DATE", "date,entryDate"),
      createdAt: paths(read, "CREATED_AT", "createdAt"),
      updatedAt: onePath(read, "UPDATED_AT", "updatedAt"),
    },
    createIndex: read.flag("MONGODB_CREATE_INDEX", false),
  };
}

function paths(read: EnvReader, field: string, fallback: string): string[] {
  const name = `MONGODB_FIELD_${field}`;
  const list = read.text(name, fallback).split(",");
  return list.map((path) => {
    const trimmed = path.trim();
    if (!/^[^.$\0\s][^.$\0]*(\.[^.$\0]+)*$/.test(trimmed)) {
      read.problem(name, `must be names of fields such as ${fallback}, not "${list.join(",")}"`);
    }
    return trimmed;
  });
}

function onePath(read: EnvReader, field: string, fallback: string): string {
  const [path = fallback, ...more] = paths(read, field, fallback);
  if (more.length > 0) {
    read.problem(`MONGODB_FIELD_${field}`, "must be one field, because entries are sorted by it");
  }
  return path;
}

function decode(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return part;
  }
}
