import { type Collection, type Db, type Filter, MongoBulkWriteError, ObjectId } from "mongodb";
import { type Count, type EntryFilter, type Journal, VOCABULARY_LIMIT } from "../journal.ts";
import type { Ask } from "./create.ts";
import { type EntryDocument, toDocument, toEntry } from "./entry.ts";
import { isDuplicate } from "./faults.ts";
import { isObjectId } from "./ids.ts";

export function mongoJournal(ask: Ask): Journal & { makeIndexes(): Promise<void> } {
  const on = <T>(work: (entries: Collection<EntryDocument>) => Promise<T>) =>
    ask((db: Db) => work(db.collection<EntryDocument>("journalentries")));
  const samplesOf = (userId: string) => ({
    userId: new ObjectId(userId),
    sampleId: { $type: "string" as const },
  });

  return {
    add: (userId, entries) =>
      on(async (collection) => {
        const documents = entries.map((entry) => toDocument(userId, entry));
        if (documents.length === 0) return [];
        const known = await insertMissing(collection, documents);
        return documents.filter((_, i) => !known.has(i)).map(toEntry);
      }),

    find: (userId, id) =>
      on(async (entries) => {
        const found = isObjectId(id) ? await entries.findOne(one(userId, id)) : null;
        return found ? toEntry(found) : undefined;
      }),

    list: (userId, filter, { from, backwards, limit }) =>
      on(async (entries) => {
        const to = backwards ? "$gt" : "$lt";
        const behind: Filter<EntryDocument>[] = from
          ? [
              {
                $or: [
                  { date: { [to]: from.entryDate } },
                  { date: from.entryDate, _id: { [to]: new ObjectId(from.id) } },
                ],
              },
            ]
          : [];
        const order = backwards ? 1 : -1;
        const found = await entries
          .find({ $and: [filterOf(userId, filter), ...behind] })
          .sort({ date: order, _id: order })
          .limit(limit)
          .toArray();
        return found.map(toEntry);
      }),

    count: (userId, filter) => on((entries) => entries.countDocuments(filterOf(userId, filter))),

    replace: ({ id, userId, title, text, mood, tags, entryDate, updatedAt }, changedAt) =>
      on(async (entries) => {
        const { matchedCount } = await entries.updateOne(
          { ...one(userId, id), updatedAt: changedAt },
          { $set: { title, content: text, mood, tags, date: entryDate, updatedAt, sampleId: null } },
        );
        return matchedCount > 0;
      }),

    remove: (userId, id) =>
      on(async (entries) => isObjectId(id) && (await entries.deleteOne(one(userId, id))).deletedCount > 0),

    vocabulary: (userId) =>
      on(async (entries) => ({
        moods: await mostUsed(entries, userId, "mood"),
        tags: await mostUsed(entries, userId, "tags"),
      })),

    countSamples: (userId) => on((entries) => entries.countDocuments(samplesOf(userId))),

    removeSamples: (userId) =>
      on(async (entries) => {
        const found = await entries.find(samplesOf(userId), { projection: { _id: 1 } }).toArray();
        // One that is changed meanwhile is no sample any more, and stays.
        await entries.deleteMany({ ...samplesOf(userId), _id: { $in: found.map(({ _id }) => _id) } });
        return found.map(({ _id }) => _id.toHexString());
      }),

    removeAll: (userId) =>
      on(async (entries) => void (await entries.deleteMany({ userId: new ObjectId(userId) }))),

    makeIndexes: () =>
      on(async (entries) => {
        await entries.createIndex({ userId: 1, date: 1, _id: 1 });
        // In this order the service reads the journal.
        await entries.createIndex({ updatedAt: 1, _id: 1 });
      }),
  };
}

const one = (userId: string, id: string) => ({ _id: new ObjectId(id), userId: new ObjectId(userId) });

/** @returns positions of those that were there already */
async function insertMissing(
  entries: Collection<EntryDocument>,
  documents: readonly EntryDocument[],
): Promise<Set<number>> {
  try {
    await entries.insertMany(documents, { ordered: false });
    return new Set();
  } catch (error) {
    const faults = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
    if (!isDuplicate(error) || faults.some(({ code }) => code !== 11_000)) throw error;
    return new Set(faults.map(({ index }) => index));
  }
}

/** The first moment that the service and RFC 3339 can write. */
const EARLIEST = new Date("0001-01-01T00:00:00.000Z");

// Moments are whole milliseconds, so these say what $gte and $lte would: SecantusDB, which the tests run on, forgets
// the border of those in an index of several fields.
const before = (moment: Date) => new Date(moment.getTime() - 1);
const after = (moment: Date) => new Date(moment.getTime() + 1);

function filterOf(userId: string, { from, to, mood, tag }: EntryFilter): Filter<EntryDocument> {
  // Also keeps out what has no date, or one that is no date, and so no place in the order.
  const date = { $gt: from ? before(from) : EARLIEST, ...(to ? { $lt: after(to) } : {}) };
  return {
    userId: new ObjectId(userId),
    date,
    ...(mood === undefined ? {} : { mood }),
    ...(tag === undefined ? {} : { tags: tag }),
  };
}

async function mostUsed(
  entries: Collection<EntryDocument>,
  userId: string,
  field: "mood" | "tags",
): Promise<Count[]> {
  const found = await entries
    .aggregate<{ _id: unknown; count: number }>([
      { $match: { userId: new ObjectId(userId) } },
      { $project: { value: `$${field}` } },
      { $unwind: "$value" },
      { $group: { _id: "$value", count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
      { $limit: VOCABULARY_LIMIT },
    ])
    .toArray();
  return found.flatMap(({ _id, count }) => (typeof _id === "string" ? [{ value: _id, count }] : []));
}
