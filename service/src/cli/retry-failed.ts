import { RetriedDocuments } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForEmbedding } from "./wait.ts";

export async function retryFailed(terminal: Terminal, { wait }: { wait: boolean }): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "retry-failed");
  const answer = await session.post("/documents/retry_failed/", RetriedDocuments);
  if (answer.queued === 0) {
    terminal.answer(answer, () => ["No document has failed."]);
    return;
  }
  if (!wait) {
    terminal.answer(answer, () => [`${answer.queued} failed documents are queued. ${session.unattended}`]);
    return;
  }
  await session.runJobs();
  const { failed } = await waitForEmbedding(session, terminal);
  if (failed > 0) terminal.fail();
  terminal.answer(answer, () => [
    `${answer.queued} failed documents were tried again; ${failed === 0 ? "none has" : `${failed} have`} failed now.`,
  ]);
}
