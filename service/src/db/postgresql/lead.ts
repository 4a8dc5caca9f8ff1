import type pg from "pg";
import { pause } from "../../pause.ts";
import { onOwnConnection, watchConnection } from "./own-connection.ts";

/** Any number that no other program on the same server uses. */
const LEADER_LOCK = 20_260_102;
/** Milliseconds between two tries to become the leader, and between two looks whether we still are. */
const TRY_EVERY_MS = 2_000;

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
  await onOwnConnection(settings, "cosmic leader", signal, async (connection) => {
    const { client, over, leave } = connection;
    const leads = await takeLock(client);
    // The answer and the end of the connection may come in one packet: the lock is lost again by now.
    if (!leads || over.aborted) return;
    const working = work(over);
    await Promise.race([working, watchConnection(connection, TRY_EVERY_MS)]);
    leave();
    await working;
  });
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(${LEADER_LOCK}) AS taken`,
  );
  return rows[0]?.taken === true;
}
