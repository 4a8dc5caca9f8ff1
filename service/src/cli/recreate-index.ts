import { RecreatedIndex } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { confirmed } from "./confirm.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForEmbedding } from "./wait.ts";

const CONSEQUENCE = "Every document will be embedded again, and until then searches find less.";

export async function recreateIndex(
  terminal: Terminal,
  { yes, wait }: { yes?: boolean; wait: boolean },
): Promise<void> {
  const config = loadConfig();
  if (!yes && !(await confirmed(terminal, CONSEQUENCE))) {
    terminal.note("Nothing was changed.");
    terminal.fail();
    return;
  }
  await using session = await openSession(config, terminal, "recreate-index");
  const answer = await session.post("/models/recreate_index/", RecreatedIndex);
  if (!wait) {
    terminal.answer(answer, () => [`${answer.queued} documents are queued. ${session.unattended}`]);
    return;
  }
  await session.runJobs();
  const { failed } = await waitForEmbedding(session, terminal);
  if (failed > 0) terminal.fail();
  terminal.answer(answer, () => [
    `The index ${answer.index_id} was built again from ${answer.queued} documents; ${failed} failed.`,
  ]);
}
