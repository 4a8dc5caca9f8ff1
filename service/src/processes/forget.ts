import { lt, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { processes } from "../db/schema.ts";

/** Deletes the rows of processes that ended without a word more than a day ago. */
export async function forgetGone(db: Db): Promise<void> {
  await db.delete(processes).where(lt(processes.seenAt, sql`now() - interval '1 day'`));
}
