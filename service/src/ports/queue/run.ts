import { setTimeout as sleep } from "node:timers/promises";
import type { Static, TSchema } from "typebox";
import { CosmicError } from "../../errors.ts";
import type { JobOutput } from "./job-row.ts";
import type { Claim, JobTable } from "./job-table.ts";
import type { PayloadCheck } from "./payload-check.ts";
import { createProgress } from "./progress.ts";
import type { JobDefinition, JobHandler } from "./queue.ts";
import { retryDelay } from "./retry-delay.ts";
import { failureReason } from "./stored-text.ts";

/** How long a handler may take to notice that the process stops, before its job is handed back anyway. */
const STOP_MS = 2_000;
/** Waits between the tries to write down how a run ended, in milliseconds. */
const WRITE_AGAIN_MS = [100, 1_000, 5_000];
/** The longest that a timer of Node takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ClaimedJob extends Claim {
  /** Tries allowed. */
  attempts: number;
  payload: unknown;
}

export interface RunDependencies {
  table: JobTable;
  payloads: PayloadCheck;
  report: (level: "warning" | "error", message: string, cause?: unknown) => void;
}

type End =
  | { as: "completed" | "failed"; output: JobOutput }
  | { as: "again"; seconds: number; countTry: boolean; output?: JobOutput }
  | { as: "not ours" };

/**
 * Runs one claimed job and writes down how it ended. Never rejects. Aborting the controller with a
 * CosmicError `cancelled` means that the job is no longer this run's, with `stopping` that it is to be
 * handed back.
 */
export async function runJob<P extends TSchema>(
  job: JobDefinition<P>,
  handler: JobHandler<Static<P>>,
  claimed: ClaimedJob,
  controller: AbortController,
  { table, payloads, report }: RunDependencies,
): Promise<void> {
  const { signal } = controller;
  const attempt = claimed.retryCount + 1;
  const progress = createProgress(
    (latest) => table.saveProgress(claimed, latest),
    () => controller.abort(new CosmicError("cancelled", "The job was cancelled.")),
  );
  const limit = setTimeout(
    () => controller.abort(new Error(`Gave up after ${job.timeoutSeconds} s.`)),
    Math.min(job.timeoutSeconds * 1000, LONGEST_TIMER_MS),
  );

  const end = await outcome();
  clearTimeout(limit);
  progress.stop();
  await writeDown(end);

  async function outcome(): Promise<End> {
    let payload: Static<P>;
    try {
      payload = payloads.parse(job, claimed.payload);
    } catch (error) {
      return { as: "failed", output: { error: failureReason(error) } };
    }
    try {
      const result = await Promise.race([handle(payload), interruption(signal)]);
      return { as: "completed", output: { ...kept(), ...(result !== undefined && { result }) } };
    } catch (error) {
      return signal.aborted ? interrupted(signal.reason) : failed(error);
    }
  }

  async function handle(payload: Static<P>): Promise<Record<string, unknown> | undefined> {
    const context = { id: claimed.id, attempt, signal, progress: progress.report };
    return (await handler(payload, context)) ?? undefined;
  }

  function interrupted(reason: unknown): End {
    if (!(reason instanceof CosmicError)) return failed(reason);
    return reason.code === "stopping" ? { as: "again", seconds: 0, countTry: false } : { as: "not ours" };
  }

  function failed(error: unknown): End {
    const output = { ...kept(), error: failureReason(error) };
    if (error instanceof CosmicError && error.retryAfter !== undefined) {
      return { as: "again", seconds: error.retryAfter, countTry: false, output };
    }
    if (attempt >= claimed.attempts) return { as: "failed", output };
    return { as: "again", seconds: retryDelay(job, attempt), countTry: true, output };
  }

  function kept(): JobOutput {
    const latest = progress.latest();
    return latest ? { progress: latest } : {};
  }

  async function writeDown(end: End): Promise<void> {
    for (const wait of [...WRITE_AGAIN_MS, undefined]) {
      try {
        await settle(table, claimed, end);
        return;
      } catch (error) {
        report("error", `How ${claimed.name} ${claimed.id} ended could not be written down.`, error);
        if (wait !== undefined) await sleep(wait);
      }
    }
  }
}

async function settle(table: JobTable, claim: Claim, end: End): Promise<void> {
  if (end.as === "completed") await table.complete(claim, end.output);
  else if (end.as === "failed") await table.fail(claim, end.output);
  else if (end.as === "again") await table.putBack(claim, end);
}

/** Rejects when the run is over whatever the handler does. */
async function interruption(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  const { reason } = signal;
  if (reason instanceof CosmicError && reason.code === "stopping") await sleep(STOP_MS);
  throw reason;
}
