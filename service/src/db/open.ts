import { fileURLToPath } from "node:url";
import type { PGlite } from "@electric-sql/pglite";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { UnsealRows } from "../encryption/unseal-rows.ts";
import type { DatabaseConfig } from "./config.ts";
import { preparePglite } from "./pglite.ts";
import { openPostgres } from "./postgresql/open.ts";

export type { DatabaseConfig } from "./config.ts";

/** Queries through Drizzle, on either engine. */
export type Db = PgDatabase<PgQueryResultHKT>;

/** An open database: Drizzle for the features, and the driver for the queue that lives in the same one. */
export interface Database {
  orm: Db;
  engine: { kind: "pglite"; pglite: PGlite } | { kind: "postgresql"; pool: pg.Pool };
  /** Brings the schema up to date. */
  migrate(): Promise<void>;
  /** Runs what makes or changes schemas, one process at a time. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs the work while this process is the one among all that leads, and again whenever it becomes so again. The
   * work's signal aborts when it no longer is, and never has before the work begins. Resolves when `signal` has aborted and the work has ended.
   */
  lead(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
  /**
   * Calls `heard` when something is notified on the channel, and whenever something may have been missed: at the
   * beginning, and after a break. Resolves when `signal` has aborted.
   */
  listen(channel: string, heard: () => void, signal: AbortSignal): Promise<void>;
  /** Version of the server, also the proof that it answers. */
  version(): Promise<string>;
  /** What the database says of a disk without space, if writes met one of late. */
  fullDisk(): string | undefined;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Told that a server is waited for. */
  report?: (message: string) => void;
  /** Opens what is sealed in rows that are read. */
  unseal?: UnsealRows | undefined;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

export const MIGRATIONS = {
  migrationsFolder: fileURLToPath(new URL("./migrations", import.meta.url)),
  migrationsSchema: "public",
  migrationsTable: "schema_migrations",
};

/**
 * Opens PGlite in a folder, or connects to PostgreSQL. The part of it that other threads can do begins at once; the
 * rest when the function that is returned is called.
 */
export function prepareDatabase(
  config: DatabaseConfig,
  options: OpenDatabaseOptions = {},
): () => Promise<Database> {
  return config.kind === "pglite"
    ? preparePglite(config.folder, options.unseal)
    : () => openPostgres(config, options);
}

export async function openDatabase(config: DatabaseConfig, options?: OpenDatabaseOptions): Promise<Database> {
  return prepareDatabase(config, options)();
}
