import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { readConfig } from "../config.ts";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { createLog } from "../log.ts";
import { openContext } from "../open-context.ts";
import type { JournalSource } from "../ports/journal/journal.ts";
import type { SyncConfig } from "./config.ts";

export interface TestContext extends Context {
  /** What was logged, as JSON. */
  logged: { level: number; msg: string }[];
}

/**
 * Everything a feature may use, in a folder of its own: opened once for all tests of a file, because that takes
 * seconds, and emptied before each.
 */
export function useTestContext(): () => TestContext {
  let context: (TestContext & AsyncDisposable) | undefined;
  let folder = "";
  const opened = () => {
    if (!context) throw new Error("the context is not open yet");
    return context;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosmic-sync-"));
    const config = readConfig({ DATA_DIR: folder, EMBEDDING_WORKERS: "1", MAX_TEXT_BYTES: "10000" });
    const logged: TestContext["logged"] = [];
    const log = createLog(
      { level: "info", pretty: false },
      { write: (line: string) => void logged.push(JSON.parse(line)) },
    );
    const options = { command: "test", log, onDownload: () => {} };
    context = Object.assign(await openContext(config, options), { logged });
  });
  beforeEach(async () => {
    const { database, logged } = opened();
    await database.orm.execute(
      sql`TRUNCATE documents, embedding_states, embeddings, journal_entries, sync_state CASCADE`,
    );
    logged.length = 0;
  });
  afterAll(async () => {
    await context?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  return opened;
}

/** The same with other settings of the sync. */
export const withSettings = (context: TestContext, sync: Partial<SyncConfig>): TestContext => ({
  ...context,
  config: { ...context.config, sync: { ...context.config.sync, ...sync } },
});

/** The same with another journal. */
export const withJournal = (context: TestContext, journal: JournalSource): TestContext => ({
  ...context,
  journal,
});

/** A run that nobody cancels. */
export const run = { signal: new AbortController().signal, progress() {} };

/** Text by source id of all documents of the journal. */
export async function documentTexts({ database, journal }: Context): Promise<Record<string, string>> {
  const rows = await database.orm
    .select({ sourceId: documents.sourceId, text: documents.text })
    .from(documents)
    .where(eq(documents.source, journal.name));
  return Object.fromEntries(rows.map(({ sourceId, text }) => [sourceId ?? "", text]));
}
