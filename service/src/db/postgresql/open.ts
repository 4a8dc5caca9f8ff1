import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { PostgresConfig } from "../config.ts";
import { watchForFullDisk } from "../full-disk.ts";
import { type Database, MIGRATIONS, type OpenDatabaseOptions } from "../open.ts";
import { unsealingPool } from "../unsealing.ts";
import { lead } from "./lead.ts";
import { listen } from "./listen.ts";
import { withPooledClient } from "./pooled-client.ts";
import { retryTransactions } from "./retry-transactions.ts";
import { waitForServer } from "./wait-for-server.ts";

/** Any number that no other program on the same server uses. */
const SCHEMA_LOCK = 20_260_101;

/**
 * A pool of connections to PostgreSQL. A server that does not answer yet is waited for.
 *
 * @throws CosmicError `invalid_configuration` if it refuses us; the signal's reason when it aborts
 */
export async function openPostgres(config: PostgresConfig, options: OpenDatabaseOptions): Promise<Database> {
  const settings: pg.ClientConfig = {
    connectionString: config.url,
    statement_timeout: config.statementMs,
    connectionTimeoutMillis: config.connectMs,
    keepAlive: true,
    application_name: "cosmic",
  };
  await waitForServer(settings, options);
  const pool = new pg.Pool({ ...settings, max: config.poolSize });
  // A connection that breaks while nothing waits for its answer must not end the process: idle in the pool, or
  // between two statements of a transaction, whose next one fails.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const unsealing = unsealingPool(pool, options.unseal);
  // Drizzle would keep a connection for good whose BEGIN failed, had it to take one of the pool by itself.
  const orm = retryTransactions(drizzle(unsealing), (work, settings) =>
    withPooledClient(unsealing, (client) => drizzle(client).transaction(work, settings)),
  );
  return {
    orm,
    engine: { kind: "postgresql", pool },
    migrate: () => withPooledClient(pool, (client) => migrate(drizzle(client), MIGRATIONS)),
    alone: (work) =>
      withPooledClient(pool, async (client) => {
        await client.query(`SELECT pg_advisory_lock(${SCHEMA_LOCK})`);
        try {
          return await work();
        } finally {
          await client.query(`SELECT pg_advisory_unlock(${SCHEMA_LOCK})`);
        }
      }),
    lead: (work, signal) => lead(settings, work, signal),
    listen: (channel, heard, signal) => listen(settings, channel, heard, signal),
    async version() {
      const { rows } = await pool.query<{ server_version: string }>("SHOW server_version");
      return `PostgreSQL ${rows[0]?.server_version}`;
    },
    fullDisk: watchForFullDisk(orm),
    close: () => pool.end(),
  };
}
