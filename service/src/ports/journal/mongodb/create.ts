import { type Collection, MongoClient, type MongoClientOptions } from "mongodb";
import { CosmicError } from "../../../errors.ts";
import type { ReportFault } from "../../../faults.ts";
import type { JournalEntries, JournalPage, JournalSource } from "../journal.ts";
import type { MongoConfig } from "./config.ts";
import { addEntry, projectionOf, valueAt } from "./entry.ts";
import { journalFault } from "./errors.ts";
import { hasId, idBehind, pageFilter } from "./filters.ts";
import { idText, readPlace, writePlace } from "./ids.ts";
import { checkIndex } from "./index-check.ts";
import { watchCollection } from "./watch.ts";

/** Bytes of text after which a page ends, so that a thousand long entries do not fill the memory. */
const PAGE_BYTES = 8 * 1024 * 1024;

/** What stands unless MONGODB_URL says something else. In milliseconds. */
const LIMITS: MongoClientOptions = {
  appName: "cosmic-insights",
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 60_000,
  maxPoolSize: 10,
};

/**
 * The journal of an application in MongoDB. It is only read. Nothing is asked of the server before the first call.
 *
 * @throws CosmicError `invalid_configuration` for an address that the driver does not take
 */
export function createMongoJournal(config: MongoConfig, report: ReportFault): JournalSource {
  const { fields } = config;
  const client = openClient(config.url);
  const projection = projectionOf(fields);
  let indexChecked = false;

  return {
    name: "mongodb",

    read: (query) =>
      ask(async (collection) => {
        if (!indexChecked) indexChecked = await checkIndex(collection, config, report);
        const sort: Record<string, 1> = query.undated ? { _id: 1 } : { [fields.updatedAt]: 1, _id: 1 };
        const found = collection
          .find(pageFilter(fields, query), { projection, batchSize: query.limit })
          .sort(sort)
          .limit(query.limit);
        const page: JournalPage = { entries: [], rejected: [] };
        let bytes = 0;
        for await (const entry of found) {
          addEntry(page, fields, entry);
          const at = valueAt(entry, fields.updatedAt);
          page.cursor = { updatedAt: at instanceof Date ? at : new Date(0), id: writePlace(entry._id) };
          bytes += page.entries.at(-1)?.text.length ?? 0;
          if (bytes > PAGE_BYTES) break;
        }
        // The filter takes any of the fields that may name the user; only the first that is there counts.
        if (query.userId !== undefined) {
          page.entries = page.entries.filter(({ userId }) => userId === query.userId);
        }
        return page;
      }),

    readByIds: (ids) =>
      ask(async (collection) => {
        const result: JournalEntries = { entries: [], rejected: [] };
        for await (const entry of collection.find(hasId(ids), { projection }))
          addEntry(result, fields, entry);
        return result;
      }),

    listIds: ({ after, limit }) =>
      ask(async (collection) => {
        const place = after === undefined ? undefined : readPlace(after);
        const found = await collection
          .find(place ? idBehind(place.id) : {}, { projection: { _id: 1 }, batchSize: limit })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
        const last = found.at(-1);
        return {
          ids: found.map(({ _id }) => idText(_id)).filter((id) => id !== undefined),
          ...(last && { after: writePlace(last._id) }),
        };
      }),

    existing: (ids) =>
      ask(async (collection) => {
        const options = { projection: { _id: 1 }, readPreference: "primary" } as const;
        const found = await collection.find(hasId(ids), options).toArray();
        const there = new Set(found.map(({ _id }) => idText(_id)));
        return new Set(ids.filter((id) => there.has(id) || there.has(id.toLowerCase())));
      }),

    async *watch(options) {
      const collection = await ask(async (it) => it);
      yield* watchCollection(collection, fields, options);
    },

    check: () => ask(async (collection) => void (await collection.findOne({}, { projection: { _id: 1 } }))),

    close: () => client.close(),
  };

  async function ask<T>(work: (collection: Collection) => Promise<T>): Promise<T> {
    try {
      // Each time: after a first connection that failed, the driver connects again only if told to.
      await client.connect();
      return await work(client.db(config.database).collection(config.collection));
    } catch (error) {
      throw journalFault(error);
    }
  }
}

function openClient(url: string): MongoClient {
  const given = url.toLowerCase();
  const limits = Object.entries(LIMITS).filter(([name]) => !given.includes(`${name.toLowerCase()}=`));
  try {
    return new MongoClient(url, Object.fromEntries(limits));
  } catch {
    // What the driver says may hold the address with its password.
    throw new CosmicError(
      "invalid_configuration",
      "MONGODB_URL is not an address that MongoDB's driver takes. Check its options, and write special characters of the password as %XX.",
    );
  }
}
