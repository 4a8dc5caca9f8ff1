import { Document, Experiment, Health, JobSummary, TuningRun } from "@cosmic/contract";
import { CommandError } from "./command-error.ts";
import { pauseUnlessStopped } from "./interruption.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const ASK_EVERY_MS = 200;

/** Waits until each of these documents is embedded or has failed. */
export async function waitForDocuments(
  session: Session,
  terminal: Terminal,
  ids: readonly string[],
): Promise<Map<string, Document>> {
  const ended = new Map<string, Document>();
  await attended(session, terminal, "Embedding", async (show) => {
    // One after the other: while the first of them is not done, the others need not be asked about.
    for (const id of ids) {
      for (;;) {
        show(ended.size, ids.length);
        const document = await session.get(`/documents/${id}/`, Document);
        if (document.embedding_status === "completed" || document.embedding_status === "failed") {
          ended.set(id, document);
          break;
        }
        await pauseUnlessStopped(ASK_EVERY_MS, terminal.signal);
      }
    }
  });
  return ended;
}

/** Waits until no document is pending or in work any more, whoever added it. */
export async function waitForEmbedding(session: Session, terminal: Terminal): Promise<Health["documents"]> {
  return attended(session, terminal, "Embedding", async (show) => {
    for (let total = 0; ; ) {
      const { documents } = await session.get("/health/", Health);
      const left = documents.pending + documents.processing;
      if (left === 0) return documents;
      total = Math.max(total, left);
      show(total - left, total);
      await pauseUnlessStopped(ASK_EVERY_MS, terminal.signal);
    }
  });
}

/**
 * @param title of its progress; with one of its own the job knows from the beginning how much there is to do
 * @throws CommandError if it fails or is cancelled
 */
export async function waitForJob(
  session: Session,
  terminal: Terminal,
  id: string,
  title?: string,
): Promise<JobSummary> {
  return attended(session, terminal, title ?? "Working", async (show) => {
    for (;;) {
      const job = await session.get(`/jobs/${id}/`, JobSummary);
      if (job.state === "completed") return job;
      if (job.state === "failed" || job.state === "cancelled") {
        throw new CommandError(
          `Job ${id} ${job.state === "failed" ? "failed" : "was cancelled"}: ${job.error ?? "no reason given"}`,
        );
      }
      const { done = 0, total = 0, message } = job.progress ?? {};
      const measured = title !== undefined;
      show(measured ? done : 0, measured ? total : 0, message ?? job.error ?? "");
      await pauseUnlessStopped(ASK_EVERY_MS, terminal.signal);
    }
  });
}

/** @throws CommandError if it fails or is cancelled */
export async function waitForExperiment(
  session: Session,
  terminal: Terminal,
  id: string,
): Promise<Experiment> {
  return attended(session, terminal, "Measuring", async (show) => {
    for (;;) {
      const experiment = await session.get(`/experiments/${id}/`, Experiment);
      const { state, progress, error } = experiment;
      if (state === "completed") return experiment;
      if (state === "failed" || state === "cancelled") {
        throw new CommandError(
          `Experiment ${id} ${state === "failed" ? "failed" : "was cancelled"}${error ? `: ${error}` : "."}`,
        );
      }
      show(progress?.done ?? 0, progress?.total ?? 0, progress?.message ?? "");
      await pauseUnlessStopped(ASK_EVERY_MS, terminal.signal);
    }
  });
}

/** @throws CommandError if it fails or is cancelled */
export async function waitForTuning(session: Session, terminal: Terminal, id: string): Promise<TuningRun> {
  return attended(session, terminal, "Training", async (show) => {
    for (;;) {
      const run = await session.get(`/tuning/${id}/`, TuningRun);
      const { state, progress, error } = run;
      if (state === "completed") return run;
      if (state === "failed" || state === "cancelled") {
        const what = state === "failed" ? "failed" : "was cancelled";
        throw new CommandError(`Run ${id} ${what}${error ? `: ${error}` : "."}`);
      }
      const last = run.epochs.at(-1);
      const loss = last ? `loss ${last.validation_loss.toFixed(3)}` : (progress?.message ?? "");
      show(progress?.done ?? 0, progress?.total ?? 0, loss);
      await pauseUnlessStopped(ASK_EVERY_MS, terminal.signal);
    }
  });
}

/** Shows the progress of work that goes on without this command when it is interrupted, and then says so. */
async function attended<T>(
  session: Session,
  terminal: Terminal,
  title: string,
  work: (show: (done: number, total: number, message?: string) => void) => Promise<T>,
): Promise<T> {
  const progress = terminal.progress(title);
  try {
    return await work((done, total, message) => progress.update(done, total, message));
  } finally {
    progress[Symbol.dispose]();
    if (terminal.signal.aborted) terminal.note(session.unattended);
  }
}
