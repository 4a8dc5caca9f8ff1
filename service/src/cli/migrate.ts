import { findOwner, lockDataFolder } from "../data-folder/lock.ts";
import { openDatabase } from "../db/open.ts";
import { CommandError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { pendingMigrations } from "./migrations.ts";
import type { Terminal } from "./terminal.ts";

/** Brings the database schema up to date. Every start does it too. */
export async function migrate(terminal: Terminal): Promise<void> {
  const config = loadConfig();
  await using opened = new AsyncDisposableStack();
  if (config.database.kind === "pglite") {
    refuseIfServed(config.dataFolder);
    opened.use(lockDataFolder(config.dataFolder, "migrate"));
  }
  const database = opened.adopt(await openDatabase(config.database), (it) => it.close());
  const applied = await database.alone(async () => {
    const pending = await pendingMigrations(database.orm);
    await database.migrate();
    return pending;
  });
  terminal.answer({ applied }, () => [
    applied.length > 0 ? `Applied: ${applied.join(", ")}` : "The schema is up to date; nothing was done.",
  ]);
}

function refuseIfServed(dataFolder: string): void {
  const owner = findOwner(dataFolder);
  if (!owner?.address) return;
  throw new CommandError(
    `The database is open in process ${owner.pid} (${owner.address}), which brought it up to date when it started. ` +
      "After an update of the program, start that again.",
  );
}
