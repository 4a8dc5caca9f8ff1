import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openContext } from "../../src/open-context.ts";
import type { JournalSource } from "../../src/ports/journal/journal.ts";
import { runSync } from "../../src/sync/run-sync.ts";

/** Syncs in small pages and says so after each, until it is killed. */
const log = createLog({ level: "error", pretty: false });
const context = await openContext(readConfig(process.env), { command: "test", log, onDownload: () => {} });
const journal: JournalSource = {
  ...context.journal,
  read: (query) => context.journal.read({ ...query, limit: 10 }),
};
const run = { signal: new AbortController().signal, progress: (done: number) => console.log(done) };
await runSync({ ...context, journal }, {}, run);
