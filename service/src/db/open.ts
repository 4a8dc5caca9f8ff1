import { fileURLToPath } from "node:url";
import type { PGlite } from "@electric-sql/pglite";
import { drizzle as drizzleNode } from "drizzle-orm/node-postgres";
import { migrate as migrateNode } from "drizzle-orm/node-postgres/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { type CompiledPglite, compilePglite, openPgliteFolder } from "./pglite-folder.ts";
import * as schema from "./schema.ts";

/** Queries through Drizzle, on either engine. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

export type DatabaseConfig =
  | { kind: "pglite"; folder: string | undefined }
  | { kind: "postgresql"; url: string; poolSize: number };

/** An open database: Drizzle for the features, and the driver for the queue that lives in the same one. */
export interface Database {
  orm: Db;
  engine: { kind: "pglite"; pglite: PGlite } | { kind: "postgresql"; pool: pg.Pool };
  /** Brings the schema up to date. */
  migrate(): Promise<void>;
  /** Runs what makes or changes schemas, one process at a time. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Version of the server, also the proof that it answers. */
  version(): Promise<string>;
  close(): Promise<void>;
}

/** Any number that no other program on the same server uses. */
const SCHEMA_LOCK = 20_260_101;

const migrations = {
  migrationsFolder: fileURLToPath(new URL("./migrations", import.meta.url)),
  migrationsSchema: "public",
  migrationsTable: "schema_migrations",
};

/**
 * Opens PGlite in a folder (in memory without one), or connects to PostgreSQL. The part of it that other threads can
 * do begins at once; the rest when the function that is returned is called.
 */
export function prepareDatabase(config: DatabaseConfig): () => Promise<Database> {
  if (config.kind === "postgresql") return () => openPostgres(config);
  const compiling = compilePglite();
  compiling.catch(() => {});
  return async () => openPglite(config.folder, await compiling);
}

export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  return prepareDatabase(config)();
}

async function openPglite(folder: string | undefined, compiled: CompiledPglite): Promise<Database> {
  const pglite = await openPgliteFolder(folder, compiled);
  const orm = drizzlePglite(pglite, { schema });
  return {
    orm,
    engine: { kind: "pglite", pglite },
    migrate: () => migratePglite(orm, migrations),
    // One process owns the folder, so it is alone already.
    alone: (work) => work(),
    async version() {
      const { rows } = await pglite.query<{ server_version: string }>("SHOW server_version");
      return `PGlite, PostgreSQL ${rows[0]?.server_version}`;
    },
    close: () => pglite.close(),
  };
}

async function openPostgres(config: { url: string; poolSize: number }): Promise<Database> {
  const pool = new pg.Pool({ connectionString: config.url, max: config.poolSize, statement_timeout: 60_000 });
  // A connection that breaks while idle must not end the process: the next query opens another.
  pool.on("error", () => {});
  const orm = drizzleNode(pool, { schema });
  return {
    orm,
    engine: { kind: "postgresql", pool },
    migrate: () => migrateNode(orm, migrations),
    async alone(work) {
      const client = await pool.connect();
      try {
        await client.query(`SELECT pg_advisory_lock(${SCHEMA_LOCK})`);
        return await work();
      } finally {
        await client.query(`SELECT pg_advisory_unlock(${SCHEMA_LOCK})`);
        client.release();
      }
    },
    async version() {
      const { rows } = await pool.query<{ server_version: string }>("SHOW server_version");
      return `PostgreSQL ${rows[0]?.server_version}`;
    },
    close: () => pool.end(),
  };
}
