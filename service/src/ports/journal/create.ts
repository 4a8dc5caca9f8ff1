import type { Db } from "../../db/open.ts";
import type { ReportFault } from "../../faults.ts";
import type { JournalConfig } from "./config.ts";
import { createDatabaseJournal } from "./database.ts";
import type { JournalSource } from "./journal.ts";

/** Opens the journal that the configuration names. Resolves without asking it: it may be away for now. */
export async function createJournal(
  config: JournalConfig,
  db: Db,
  report: ReportFault,
): Promise<JournalSource> {
  switch (config.kind) {
    case "database":
      return createDatabaseJournal(db);
    case "mongodb": {
      // The driver takes time to load, and only those who use it should wait for it.
      const { createMongoJournal } = await import("./mongodb/create.ts");
      return createMongoJournal(config, report);
    }
  }
}
