import type { WorkerProcess } from "@cosmic/contract";
import { desc, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { processes } from "../db/schema.ts";

/** Processes shown at most; only one that crashes again and again leaves more. */
const LIMIT = 200;

/** Those that are alive first, the newest of them first; then those that are gone, not more than a day. */
export async function listProcesses(db: Db): Promise<WorkerProcess[]> {
  const alive = sql<boolean>`${processes.seenAt} > now() - interval '30 seconds'`;
  const rows = await db
    .select({ row: processes, alive })
    .from(processes)
    .orderBy(desc(alive), desc(processes.startedAt), processes.id)
    .limit(LIMIT);
  return rows.map(({ row, alive }) => ({
    id: row.id,
    host: row.host,
    pid: row.pid,
    roles: row.roles,
    version: row.version,
    started_at: row.startedAt.toISOString(),
    seen_at: row.seenAt.toISOString(),
    alive,
  }));
}
