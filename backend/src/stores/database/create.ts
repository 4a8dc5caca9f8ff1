import { sql } from "drizzle-orm";
import type { Db } from "../../../../service/src/db/open.ts";
import { createEncryption, type Encryption } from "../../../../service/src/encryption/encryption.ts";
import type { Store } from "../store.ts";
import { databaseAccounts } from "./accounts.ts";
import { databaseJournal } from "./journal.ts";
import { migrate } from "./migrate.ts";
import { databaseSessions } from "./sessions.ts";

export type { Db } from "../../../../service/src/db/open.ts";

/**
 * Keeps everything in the database of the service, whose migrations have made the table `journal_entries` before
 * `prepare` is called. The handle stays with its owner, who closes it.
 *
 * @param encryption of the service, with the same keys
 */
export function createDatabaseStore(
  db: Db,
  encryption: Pick<Encryption, "sealEntries" | "check"> = createEncryption(undefined),
): Store {
  return {
    source: "journal_entries",
    accounts: databaseAccounts(db),
    sessions: databaseSessions(db),
    journal: databaseJournal(db, encryption),
    async prepare() {
      await encryption.check(db);
      await migrate(db);
    },
    check: async () => void (await db.execute(sql`SELECT 1`)),
    close: async () => {},
  };
}
