import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, type OpenDatabaseOptions, openDatabase } from "../../src/db/open.ts";

/** An embedded database of its own, gone when it is closed. */
export async function openOwnPglite(options?: OpenDatabaseOptions): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), "pglite-"));
  const database = await openDatabase({ kind: "pglite", folder: join(folder, "database") }, options);
  return {
    ...database,
    async close() {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
