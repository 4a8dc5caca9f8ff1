import type { WorkerProcess } from "@cosmic/contract";
import { and, desc, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { processes } from "../db/schema.ts";
import type { Role } from "../roles.ts";

/** Processes shown at most; only one that crashes again and again leaves more. */
const LIMIT = 200;

/** A process that has said nothing for so long is taken for gone: it says so every few seconds. */
export const ALIVE_SECONDS = 30;
const alive = sql<boolean>`${processes.seenAt} > now() - ${ALIVE_SECONDS} * interval '1 second'`;

export async function isAnyAlive(db: Db, role: Role): Promise<boolean> {
  const [row] = await db
    .select({ id: processes.id })
    .from(processes)
    .where(and(alive, sql`${processes.roles} ? ${role}`))
    .limit(1);
  return row !== undefined;
}

/** Those that are alive first, the newest of them first; then those that are gone, not more than a day. */
export async function listProcesses(db: Db): Promise<WorkerProcess[]> {
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
