import { sql } from "drizzle-orm";
import type { Database } from "../db/open.ts";
import { events } from "../db/schema.ts";
import { repeat } from "../repeat.ts";

const EVERY_MS = 60_000;
/** Rows of one statement: PGlite runs on the main thread and must not hold it for long. */
const ROWS = 1_000;

/** Deletes events that are older than they are kept, again and again until the signal aborts. Never rejects. */
export async function keepTidy(
  database: Database,
  keepMinutes: number,
  report: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  await repeat(EVERY_MS, () => deleteOld(database, keepMinutes * 60, signal), report, signal);
}

/** The oldest rows have the lowest ids, so nothing else is looked at. The last row of all stays: see `readWindow`. */
export async function deleteOld(
  { orm, engine }: Database,
  olderThanSeconds: number,
  signal?: AbortSignal,
): Promise<number> {
  const old = sql`SELECT id FROM (SELECT id, at FROM events ORDER BY id LIMIT ${ROWS}) AS oldest
    WHERE at < clock_timestamp() - ${olderThanSeconds}::float8 * interval '1 second'
      AND id < (SELECT max(id) FROM events)`;
  let deleted = 0;
  for (let more = true; more && !signal?.aborted; ) {
    const gone = await orm.delete(events).where(sql`id IN (${old})`).returning({ id: events.id });
    deleted += gone.length;
    more = gone.length === ROWS;
  }
  // PostgreSQL does so by itself.
  if (deleted > 0 && engine.kind === "pglite") await engine.pglite.exec("VACUUM events");
  return deleted;
}
