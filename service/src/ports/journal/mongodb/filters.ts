import type { Document } from "mongodb";
import type { JournalQuery } from "../journal.ts";
import type { MongoFields } from "./config.ts";
import { readPlace, typesBehind, valuesOf } from "./ids.ts";

/** The driver knows no ids but ObjectIds in its type of a filter. */
export type EntryFilter = Document;

/** Entries of a page of `read`. */
export function pageFilter(fields: MongoFields, query: JournalQuery): EntryFilter {
  const { after, since, userId } = query;
  const at = fields.updatedAt;
  const place = after?.id === undefined ? undefined : readPlace(after.id);
  return and(
    ...(query.undated
      ? [undated(at), place && idBehind(place.id)]
      : [after ? behind(at, after.updatedAt, place) : { [at]: moments({ $gte: EARLIEST }) }]),
    since && { [at]: { $gte: since } },
    userId === undefined ? undefined : ofUser(fields, userId),
  );
}

export function idBehind(id: unknown): EntryFilter {
  return or([{ _id: { $gt: id } }, ...behindInType({}, id)]);
}

export const hasId = (ids: readonly string[]): EntryFilter => ({ _id: { $in: ids.flatMap(valuesOf) } });

/** Each branch is a range of the index on (`updatedAt`, `_id`), so that many equal moments cost nothing. */
function behind(at: string, updatedAt: Date, place: { id: unknown } | undefined): EntryFilter {
  if (!place) return { [at]: moments({ $gte: updatedAt }) };
  const then = { [at]: moments({ $eq: updatedAt }) };
  return or([
    { [at]: moments({ $gt: updatedAt }) },
    { ...then, _id: { $gt: place.id } },
    ...behindInType(then, place.id),
  ]);
}

function behindInType(filter: EntryFilter, id: unknown): EntryFilter[] {
  const types = typesBehind(id);
  return types.length > 0 ? [{ ...filter, _id: { $type: types } }] : [];
}

/** The moments that PostgreSQL and RFC 3339 can write, and so that a cursor can be at. */
const EARLIEST = new Date("0001-01-01T00:00:00.000Z");
const LATEST = new Date("9999-12-31T23:59:59.999Z");

/** A list of dates has no one place in the order, and a page of them would come back for ever. */
const moments = (range: { $eq: Date } | { $gt: Date } | { $gte: Date }): EntryFilter => ({
  ...range,
  ...("$eq" in range ? {} : { $lte: LATEST }),
  $not: { $type: "array" },
});

/** The rest. Names the types there are instead of "no date", which no index can answer. */
const undated = (at: string): EntryFilter =>
  or([
    { [at]: null },
    { [at]: { $type: ["array", "bool", "number", "object", "string", "timestamp"] } },
    { [at]: { $lt: EARLIEST } },
    { [at]: { $gt: LATEST } },
  ]);

function ofUser({ user }: MongoFields, userId: string): EntryFilter {
  return or(user.map((path) => ({ [path]: { $in: valuesOf(userId) } })));
}

/** A filter of one part stays bare: MongoDB plans the branches of a bare `$or` one by one. */
function and(...parts: (EntryFilter | undefined)[]): EntryFilter {
  const given = parts.filter((part) => part !== undefined);
  const [only] = given;
  return only && given.length === 1 ? only : { $and: given };
}

const or = (parts: EntryFilter[]): EntryFilter => ({ $or: parts });
