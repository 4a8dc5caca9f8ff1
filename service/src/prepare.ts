import { bundleLibraries } from "./bundle-libraries.ts";
import { openDatabase } from "./db/open.ts";
import { makeTemplate } from "./db/pglite-template.ts";
import { createQueue } from "./ports/queue/create.ts";

/** Makes the tables of the service and of its queue in a new folder. */
async function makeTables(folder: string): Promise<void> {
  const database = await openDatabase({ kind: "pglite", folder });
  await database.migrate();
  const queue = await createQueue({ kind: "database" }, database, (_level, message, cause) =>
    console.error(message, cause ?? ""),
  );
  await queue.close();
  await database.close();
}

// Run by the install step: what every start would else do again.
await Promise.all([bundleLibraries(), makeTemplate(makeTables)]);
