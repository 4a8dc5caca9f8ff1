import { sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Store } from "../store.ts";
import { databaseAccounts } from "./accounts.ts";
import { databaseJournal } from "./journal.ts";
import { migrate } from "./migrate.ts";
import { databaseSessions } from "./sessions.ts";

/** Drizzle over PostgreSQL or PGlite. Queries here name their tables, so any schema will do. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, unknown>>;

/**
 * Keeps everything in the database of the service, whose migrations have made the table `journal_entries` before
 * `prepare` is called. The handle stays with its owner, who closes it.
 */
export function createDatabaseStore(db: Db): Store {
  return {
    source: "journal_entries",
    accounts: databaseAccounts(db),
    sessions: databaseSessions(db),
    journal: databaseJournal(db),
    prepare: () => migrate(db),
    check: async () => void (await db.execute(sql`SELECT 1`)),
    close: async () => {},
  };
}
