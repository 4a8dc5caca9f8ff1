import { setTimeout as sleep } from "node:timers/promises";
import type { Static, TSchema } from "typebox";
import { CosmicError } from "../../errors.ts";
import type { TellJobNews } from "./job-news.ts";
import type { JobOutput, JobProgress } from "./job-output.ts";
import type { PayloadCheck } from "./payload-check.ts";
import { createProgress } from "./progress.ts";
import type { JobDefinition, JobHandler } from "./queue.ts";
import { retryDelay } from "./retry-delay.ts";
import { failureReason } from "./stored-text.ts";

/** How long a handler may take to notice that the process stops, before its job is handed back anyway. */
export const STOP_MS = 2_000;
/** The longest that a timer of Node takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ClaimedJob {
  id: string;
  /** This try, 1 for the first. */
  attempt: number;
  /** Tries allowed. */
  attempts: number;
  payload: unknown;
  /** What `FollowRuns.carried` gave when the job was added. */
  carried?: string | undefined;
}

/** Follows jobs from outside: measures them, traces them. */
export interface FollowRuns {
  /** What is to be kept with a job that is added now, for whoever runs it. */
  carried(): string | undefined;
  /** Must call the work once, and end as it does. */
  run(
    job: Pick<ClaimedJob, "id" | "attempt" | "carried"> & { name: string },
    work: () => Promise<End>,
  ): Promise<End>;
}

export interface RunDependencies {
  payloads: PayloadCheck;
  /** Writes the progress down. False if the job is no longer this run's to write about. */
  saveProgress(progress: JobProgress): Promise<boolean>;
  /** Told that it began, and how far it has come. How it ended is told by the adapter, when that is written down. */
  tell?: TellJobNews | undefined;
  follow?: FollowRuns | undefined;
}

/** What is to become of a job after a run. */
export type End =
  | { as: "completed" | "failed"; output: JobOutput }
  | { as: "again"; seconds: number; countTry: boolean; output?: JobOutput }
  | { as: "not ours" };

/**
 * Runs one claimed job and says how it ended; to write that down is the adapter's. Never rejects. Aborting
 * the controller with a CosmicError `cancelled` means that the job is no longer this run's, with `stopping`
 * that it is to be handed back.
 */
export async function runJob<P extends TSchema>(
  job: JobDefinition<P>,
  handler: JobHandler<Static<P>>,
  claimed: ClaimedJob,
  controller: AbortController,
  { payloads, saveProgress, tell, follow }: RunDependencies,
): Promise<End> {
  const { signal } = controller;
  const { id, attempt, carried } = claimed;
  const news = { id, name: job.name, payload: claimed.payload, state: "active" as const };
  const progress = createProgress(saveProgress, () =>
    controller.abort(new CosmicError("cancelled", "The job was cancelled.")),
  );
  const limit = setTimeout(
    () => controller.abort(new Error(`Gave up after ${job.timeoutSeconds} s.`)),
    Math.min(job.timeoutSeconds * 1000, LONGEST_TIMER_MS),
  );

  const end = follow ? await follow.run({ id, name: job.name, attempt, carried }, outcome) : await outcome();
  clearTimeout(limit);
  progress.stop();
  return end;

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
    tell?.(news);
    const report = (done: number, total: number, message?: string) => {
      const reported = progress.report(done, total, message);
      tell?.({ ...news, progress: reported });
    };
    return (await handler(payload, { id, attempt, signal, progress: report })) ?? undefined;
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
