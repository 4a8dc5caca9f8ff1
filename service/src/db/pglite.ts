import { once } from "node:events";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { UnsealRows } from "../encryption/unseal-rows.ts";
import { pause } from "../pause.ts";
import { repeat } from "../repeat.ts";
import { watchForFullDisk } from "./full-disk.ts";
import { type Database, MIGRATIONS } from "./open.ts";
import { compilePglite, openPgliteFolder } from "./pglite-folder.ts";
import { vacuumWhatIsDue } from "./pglite-vacuum.ts";
import { unsealingPglite } from "./unsealing.ts";

/** Milliseconds between two looks at which tables want a vacuum: a few thousand documents come in while it waits. */
const VACUUM_EVERY_MS = 2_000;

/** Begins to compile PGlite; the function that is returned opens it. */
export function preparePglite(folder: string, unseal?: UnsealRows): () => Promise<Database> {
  const compiling = compilePglite();
  compiling.catch(() => {});
  return async () => {
    const pglite = await openPgliteFolder(folder, await compiling);
    const orm = drizzle(unsealingPglite(pglite, unseal));
    const closing = new AbortController();
    // Whoever comes next to a database that is out of order says so.
    const vacuum = () => vacuumWhatIsDue(pglite);
    // Not at once: a start has other things to do.
    const vacuuming = pause(VACUUM_EVERY_MS, closing.signal).then(() =>
      repeat(VACUUM_EVERY_MS, vacuum, () => {}, closing.signal),
    );
    return {
      orm,
      engine: { kind: "pglite", pglite },
      migrate: () => migrate(orm, MIGRATIONS),
      // One process owns the folder, so it is alone and leads already.
      alone: (work) => work(),
      lead: async (work, signal) => {
        if (!signal.aborted) await work(signal);
      },
      async listen(channel, heard, signal) {
        const stop = await pglite.listen(channel, heard);
        heard();
        if (!signal.aborted) await once(signal, "abort");
        await stop();
      },
      async version() {
        const { rows } = await pglite.query<{ server_version: string }>("SHOW server_version");
        return `PGlite, PostgreSQL ${rows[0]?.server_version}`;
      },
      fullDisk: watchForFullDisk(orm),
      async close() {
        closing.abort();
        await vacuuming;
        await pglite.close();
      },
    };
  };
}
