import { type Db, MongoClient, type MongoClientOptions } from "mongodb";
import { AppError } from "../../errors.ts";
import type { Store } from "../store.ts";
import { mongoAccounts } from "./accounts.ts";
import { askingJournal } from "./faults.ts";
import { mongoJournal } from "./journal.ts";
import { mongoSessions } from "./sessions.ts";

export interface MongoStoreConfig {
  /** May hold a password: never shown or logged. */
  url: string;
  database: string;
}

/** What stands unless MONGODB_URL says something else. In milliseconds. */
const LIMITS: MongoClientOptions = {
  appName: "cosmic-insights-backend",
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 60_000,
  maxPoolSize: 20,
};

/** Runs work on the database of the store; its faults are those of the port. */
export type Ask = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

/**
 * Keeps everything in MongoDB: `accounts`, `sessions`, and `journalentries` with the fields that the service reads by
 * default. No call needs a transaction, so no replica set is needed. Nothing is asked of the server before the first call.
 *
 * @throws AppError `journal_unavailable` for an address that the driver does not take
 */
export function createMongoStore({ url, database }: MongoStoreConfig): Store {
  const client = openClient(url);
  const ask: Ask = (work) =>
    askingJournal(async () => {
      // Each time: after a first connection that failed, the driver connects again only if told to.
      await client.connect();
      return work(client.db(database));
    });
  const accounts = mongoAccounts(ask);
  const sessions = mongoSessions(ask);
  const journal = mongoJournal(ask);
  return {
    source: "mongodb",
    accounts,
    sessions,
    journal,
    async prepare() {
      for (const part of [accounts, sessions, journal]) await part.makeIndexes();
    },
    check: () => ask(async (db) => void (await db.command({ ping: 1 }))),
    close: () => client.close(),
  };
}

function openClient(url: string): MongoClient {
  try {
    // Options of the address stand over ours.
    const asked = new Set(URL.canParse(url) ? new URL(url).searchParams.keys() : []);
    return new MongoClient(
      url,
      Object.fromEntries(Object.entries(LIMITS).filter(([name]) => !asked.has(name))),
    );
  } catch {
    // What the driver says may hold the address with its password.
    throw new AppError(
      "journal_unavailable",
      "MONGODB_URL is not an address that MongoDB's driver takes. Check its options, and write special characters of the password as %XX.",
    );
  }
}
