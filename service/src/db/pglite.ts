import { once } from "node:events";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { watchForFullDisk } from "./full-disk.ts";
import { type Database, MIGRATIONS } from "./open.ts";
import { compilePglite, openPgliteFolder } from "./pglite-folder.ts";
import * as schema from "./schema.ts";

/** Begins to compile PGlite; the function that is returned opens it. */
export function preparePglite(folder: string | undefined): () => Promise<Database> {
  const compiling = compilePglite();
  compiling.catch(() => {});
  return async () => {
    const pglite = await openPgliteFolder(folder, await compiling);
    const orm = drizzle(pglite, { schema });
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
      close: () => pglite.close(),
    };
  };
}
