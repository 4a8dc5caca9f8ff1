import pg from "pg";
import { toCosmicError } from "../../faults.ts";
import { pause, within } from "../../pause.ts";

/** A server that has not answered by then is taken for gone. */
const PATIENCE_MS = 10_000;

export interface OwnConnection {
  client: pg.Client;
  /** Aborts when the connection is lost, or the work is to end. */
  over: AbortSignal;
  /** Ends the work. */
  leave(): void;
}

/**
 * Works on a connection of its own, for what lasts as long as the connection does. Resolves as well when the server
 * cannot be reached.
 */
export async function onOwnConnection(
  settings: pg.ClientConfig,
  name: string,
  signal: AbortSignal,
  work: (connection: OwnConnection) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  const leave = () => lost.abort();
  const client = new pg.Client({ ...settings, application_name: name, query_timeout: PATIENCE_MS });
  client.on("error", leave);
  client.on("end", leave);
  try {
    await client.connect();
    await work({ client, over, leave });
  } catch (error) {
    // Whoever comes next finds out what is wrong with the server.
    if (toCosmicError(error).code !== "database_unavailable") throw error;
  } finally {
    // Not longer, on a connection that is not whole any more.
    await within(
      PATIENCE_MS,
      client.end().catch(() => {}),
    );
  }
}

/** Resolves when the work is over. A server that vanished without a word is noticed only by asking it. */
export async function watchConnection(
  { client, over, leave }: OwnConnection,
  everyMs: number,
): Promise<void> {
  while (!over.aborted) {
    await pause(everyMs, over);
    if (!over.aborted) await client.query("SELECT 1").catch(leave);
  }
}
