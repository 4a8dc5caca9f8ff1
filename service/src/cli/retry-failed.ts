import { RetriedDocuments } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForEmbedding } from "./wait.ts";

export async function retryFailed(terminal: Terminal, { wait }: { wait: boolean }): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "retry-failed");
  await session.runJobs();
  const { queued } = await session.post("/documents/retry_failed/", RetriedDocuments);
  if (!wait) return terminal.answer({ queued }, () => [`${queued} documents were queued.`]);
  const { failed } = await waitForEmbedding(session, terminal);
  if (failed > 0) terminal.fail();
  terminal.answer({ queued, failed }, () => [`${queued} documents were tried again, ${failed} have failed.`]);
}
