import { desc } from "drizzle-orm";
import { bigint, pgTable } from "drizzle-orm/pg-core";
import journal from "../db/migrations/meta/_journal.json" with { type: "json" };
import type { Db } from "../db/open.ts";
import { rootCause } from "../faults.ts";

/** Where Drizzle notes the time stamp of each migration it has run. */
const migrationsRun = pgTable("schema_migrations", { when: bigint("created_at", { mode: "number" }) });

const UNDEFINED_TABLE = "42P01";

/** Names of the migrations that this version has and the database has not, in order. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const last = await lastMigration(db);
  return journal.entries.filter(({ when }) => when > last).map(({ tag }) => tag);
}

async function lastMigration(db: Db): Promise<number> {
  try {
    const [row] = await db.select().from(migrationsRun).orderBy(desc(migrationsRun.when)).limit(1);
    return row?.when ?? 0;
  } catch (error) {
    const cause = rootCause(error);
    if (cause instanceof Error && "code" in cause && cause.code === UNDEFINED_TABLE) return 0;
    throw error;
  }
}
