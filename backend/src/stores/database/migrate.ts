import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Db } from "./create.ts";

const MIGRATIONS = readMigrationFiles({
  migrationsFolder: fileURLToPath(new URL("./migrations", import.meta.url)),
});

/** Any number that no other program on the same server uses. */
const LOCK = 20_260_102;

/**
 * Brings the backend's own schema up to date, all of it or nothing. Drizzle's migrators want to know the engine; this
 * one runs on whatever handle the service hands over.
 */
export async function migrate(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${sql.raw(String(LOCK))})`);
    await tx.execute(sql`CREATE SCHEMA IF NOT EXISTS backend`);
    await tx.execute(
      sql`CREATE TABLE IF NOT EXISTS backend.schema_migrations (hash text PRIMARY KEY, created_at bigint NOT NULL)`,
    );
    for (const { hash, folderMillis, sql: statements } of MIGRATIONS) {
      const added = await tx.execute(
        sql`INSERT INTO backend.schema_migrations VALUES (${hash}, ${folderMillis})
          ON CONFLICT DO NOTHING RETURNING hash`,
      );
      if (rowsOf(added).length === 0) continue;
      for (const statement of statements) await tx.execute(sql.raw(statement));
    }
  });
}

/** Both drivers answer a raw statement with an object that has `rows`. */
export function rowsOf(result: unknown): unknown[] {
  const rows = typeof result === "object" && result !== null && "rows" in result ? result.rows : [];
  return Array.isArray(rows) ? rows : [];
}
