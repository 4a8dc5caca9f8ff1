import { SyncAccepted, SyncResult } from "@cosmic/contract";
import { Value } from "typebox/value";
import { loadConfig } from "./configuration.ts";
import { printable } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForEmbedding, waitForJob } from "./wait.ts";

export interface SyncOptions {
  user?: string;
  since?: string;
  force?: boolean;
  wait: boolean;
}

export async function sync(terminal: Terminal, options: SyncOptions): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "sync");
  await session.runJobs();
  const body = { user_id: options.user, since: options.since, force: options.force };
  const accepted = await session.post("/sync/", SyncAccepted, body);
  if (!options.wait) return terminal.answer(accepted, () => [`Queued as job ${accepted.job_id}.`]);
  const { result } = await waitForJob(session, terminal, accepted.job_id);
  await waitForEmbedding(session, terminal);
  const counts = Value.Parse(SyncResult, result);
  const unlisted = counts.rejected_count - counts.rejected.length;
  terminal.answer(counts, () => [
    `${counts.read} entries read: ${counts.created} new, ${counts.updated} changed, ${counts.unchanged} as before, ${counts.deleted} removed, ${counts.rejected_count} left out.`,
    ...counts.rejected.map(({ id, reason }) => `  ${printable(id)}: ${printable(reason)}`),
    ...(unlisted > 0 ? [`  and ${unlisted} more`] : []),
  ]);
}
