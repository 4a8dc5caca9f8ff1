import pg from "pg";
import { pause } from "../../pause.ts";
import { onOwnConnection, watchConnection } from "./own-connection.ts";

/** Milliseconds between two looks whether the connection is whole. */
const LOOK_EVERY_MS = 5_000;
/** Milliseconds between two tries to have a connection again. */
const TRY_EVERY_MS = 500;

/** `Database.listen`, by LISTEN on a connection of its own, which is made again when it breaks. */
export async function listen(
  settings: pg.ClientConfig,
  channel: string,
  heard: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await onOwnConnection(settings, "cosmic listener", signal, async (connection) => {
      connection.client.on("notification", heard);
      await connection.client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      heard();
      await watchConnection(connection, LOOK_EVERY_MS);
    });
    await pause(TRY_EVERY_MS, signal);
  }
}
