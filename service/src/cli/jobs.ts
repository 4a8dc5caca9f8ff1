import { JobList, JobSummary } from "@cosmic/contract";
import { loadConfig } from "./configuration.ts";
import { columns, printable } from "./plain-text.ts";
import { openSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitForJob } from "./wait.ts";

export interface JobsOptions {
  name?: string;
  state?: string;
  limit: number;
}

export async function listJobs(terminal: Terminal, { name, state, limit }: JobsOptions): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "jobs");
  const query = new URLSearchParams({
    limit: String(limit),
    ...(name ? { name } : {}),
    ...(state ? { state } : {}),
  });
  const list = await session.get(`/jobs/?${query}`, JobList);
  terminal.answer(list, () =>
    list.results.length > 0 ? columns(list.results.map(cells)) : ["There are no jobs."],
  );
}

export async function cancelJob(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "jobs cancel");
  const job = await session.post(`/jobs/${encodeURIComponent(id)}/cancel/`, JobSummary);
  terminal.answer(job, () => columns([cells(job)]));
}

export async function retryJob(terminal: Terminal, id: string): Promise<void> {
  await using session = await openSession(loadConfig(), terminal, "jobs retry");
  await session.runJobs();
  const { id: queued } = await session.post(`/jobs/${encodeURIComponent(id)}/retry/`, JobSummary);
  const job = await waitForJob(session, terminal, queued);
  terminal.answer(job, () => columns([cells(job)]));
}

function cells({ id, name, state, progress, error, created_at }: JobSummary): string[] {
  const done = progress ? `${progress.done}/${progress.total}` : "";
  return [id, created_at.slice(0, 19).replace("T", " "), name, state, done, printable(error ?? "")];
}
