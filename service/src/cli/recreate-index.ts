import { createInterface } from "node:readline/promises";
import { RecreatedIndex } from "@cosmic/contract";
import { UsageError } from "./command-error.ts";
import { loadConfig } from "./configuration.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForEmbedding } from "./wait.ts";

const QUESTION = "Every document is embedded again, and searches find less until then. Go on? [y/N] ";

export async function recreateIndex(
  terminal: Terminal,
  options: { yes?: boolean; wait: boolean },
): Promise<void> {
  if (!options.yes && !(await confirmed(terminal))) return terminal.fail();
  await using session = await openSession(loadConfig(), terminal, "recreate-index");
  await session.runJobs();
  const { index_id, queued } = await session.post("/models/recreate_index/", RecreatedIndex);
  if (!options.wait) {
    return terminal.answer({ index_id, queued }, () => [`${queued} documents are being embedded again.`]);
  }
  const { completed, failed } = await waitForEmbedding(session, terminal);
  if (failed > 0) terminal.fail();
  terminal.answer({ index_id, queued, completed, failed }, () => [
    `Index ${index_id} was built again: ${completed} documents, ${failed} failed.`,
  ]);
}

async function confirmed(terminal: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError("Add --yes: there is no terminal to ask on.");
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question(QUESTION, { signal: terminal.signal })).trim());
  } finally {
    asking.close();
  }
}
