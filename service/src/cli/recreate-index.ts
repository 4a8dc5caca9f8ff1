import { createInterface } from "node:readline/promises";
import { RecreatedIndex } from "@cosmic/contract";
import { UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForEmbedding } from "./wait.ts";

export async function recreateIndex(
  terminal: Terminal,
  { yes, wait }: { yes?: boolean; wait: boolean },
): Promise<void> {
  const config = loadConfig();
  if (!yes && !(await confirmed(terminal))) {
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

async function confirmed({ signal }: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new UsageError("Say --yes to build the search index again without being asked.");
  }
  using questions = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal the line editor takes Ctrl-C for itself.
  questions.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const question = "Every document will be embedded again, and until then searches find less. Go on? [y/N] ";
  try {
    return /^y(es)?$/i.test((await questions.question(question, { signal })).trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
