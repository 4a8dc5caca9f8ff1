import { ErasureReceipt } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { confirmed } from "./confirm.ts";
import { printable } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForJob } from "./wait.ts";

export async function eraseUser(
  terminal: Terminal,
  id: string,
  { yes, wait }: { yes?: boolean; wait: boolean },
): Promise<void> {
  const config = loadConfig();
  const consequence = `Everything of ${printable(id)} will be erased for good, and nothing accepted for that id again.`;
  if (!yes && !(await confirmed(terminal, consequence))) {
    terminal.note("Nothing was changed.");
    terminal.fail();
    return;
  }
  await using session = await openSession(config, terminal, "erase-user");
  const path = `/users/${encodeURIComponent(id)}`;
  const accepted = await session.delete(`${path}/`, ErasureReceipt);
  if (!wait) {
    terminal.answer(accepted, () => [`Queued as job ${accepted.job_id}. ${session.unattended}`]);
    return;
  }
  await session.runJobs();
  await waitForJob(session, terminal, accepted.job_id);
  const receipt = await session.get(`${path}/erasure/`, ErasureReceipt);
  terminal.answer(receipt, () => lines(receipt));
}

function lines({ state, removed, remaining, error }: ErasureReceipt): string[] {
  const counted = (counts: object) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name.replaceAll("_", " ")}`)
      .join(", ");
  return [
    `The erasure is ${state}.`,
    `Removed: ${counted(removed)}.`,
    ...(remaining ? [`Counted afterwards: ${counted(remaining)}.`] : []),
    ...(error ? [printable(error)] : []),
  ];
}
