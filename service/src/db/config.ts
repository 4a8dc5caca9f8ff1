import { join } from "node:path";
import type { EnvReader } from "../env-reader.ts";

export type DatabaseConfig = { kind: "pglite"; folder: string } | ({ kind: "postgresql" } & PostgresConfig);

export interface PostgresConfig {
  /** May hold a password: never shown or logged. */
  url: string;
  /** Connections of one process at the most. */
  poolSize: number;
  /** A statement that takes longer is given up by the server. */
  statementMs: number;
  /** Longest wait for a connection, free or new. */
  connectMs: number;
}

/** With `DATABASE_URL` PostgreSQL, without it PGlite in the data folder. */
export function readDatabaseConfig(read: EnvReader, dataFolder: string): DatabaseConfig {
  const url = read.optional("DATABASE_URL");
  if (url === undefined) return { kind: "pglite", folder: join(dataFolder, "database") };
  if (!/^postgres(ql)?:\/\//.test(url)) read.problem("DATABASE_URL", "must begin with postgresql://");
  return {
    kind: "postgresql",
    url,
    poolSize: read.integer("DATABASE_POOL_SIZE", 10, { min: 2, max: 1_000 }),
    statementMs: read.integer("DATABASE_STATEMENT_TIMEOUT_MS", 60_000, { min: 100 }),
    connectMs: read.integer("DATABASE_CONNECT_TIMEOUT_MS", 5_000, { min: 100 }),
  };
}
