import type { Db } from "../db/open.ts";
import { clearOldDeeds } from "./audit.ts";
import { clearOldTries } from "./lock-out.ts";
import { clearExpiredSessions } from "./sessions.ts";

/** Removes what is over: sessions, wrong tries, and what the audit log has kept long enough. */
export async function tidyAccess(db: Db, auditKeepDays: number): Promise<void> {
  await clearExpiredSessions(db);
  await clearOldTries(db);
  await clearOldDeeds(db, auditKeepDays);
}
