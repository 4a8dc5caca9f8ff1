import pg from "pg";
import { toCosmicError } from "../../faults.ts";
import { pause, within } from "../../pause.ts";

/** Any number that no other program on the same server uses. */
const LEADER_LOCK = 20_260_102;
/** Milliseconds between two tries to become the leader, and between two looks whether we still are. */
const TRY_EVERY_MS = 2_000;
/** A server that has not answered by then is taken for gone. */
const PATIENCE_MS = 10_000;

/**
 * Leadership by an advisory lock of a connection of its own: the server gives it up with the connection, however the
 * process ends.
 */
export async function lead(
  settings: pg.ClientConfig,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  tryEveryMs = TRY_EVERY_MS,
): Promise<void> {
  while (!signal.aborted) {
    await leadOnce(settings, work, signal);
    await pause(tryEveryMs, signal);
  }
}

async function leadOnce(
  settings: pg.ClientConfig,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  const client = new pg.Client({
    ...settings,
    application_name: "cosmic leader",
    query_timeout: PATIENCE_MS,
  });
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  try {
    await client.connect();
    const leads = await takeLock(client);
    // The answer and the end of the connection may come in one packet: the lock is lost again by now.
    if (!leads || over.aborted) return;
    const working = work(over);
    await Promise.race([working, watchConnection(client, lost, over)]);
    lost.abort();
    await working;
  } catch (error) {
    // Whoever leads next finds out what is wrong with the server.
    if (toCosmicError(error).code !== "database_unavailable") throw error;
  } finally {
    // Not longer, on a connection that is not whole any more.
    await within(
      PATIENCE_MS,
      client.end().catch(() => {}),
    );
  }
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(${LEADER_LOCK}) AS taken`,
  );
  return rows[0]?.taken === true;
}

/** A server that vanished without a word is noticed only by asking it. */
async function watchConnection(client: pg.Client, lost: AbortController, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(TRY_EVERY_MS, over);
    if (!over.aborted) await client.query("SELECT 1").catch(() => lost.abort());
  }
}
