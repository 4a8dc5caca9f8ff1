import { DelayedError, type Job, UnrecoverableError, Worker } from "bullmq";
import type { Static, TSchema } from "typebox";
import { CosmicError } from "../../../errors.ts";
import type { ReportFault } from "../../../faults.ts";
import { within } from "../../../pause.ts";
import type { JobNews, TellJobNews } from "../job-news.ts";
import { CRASHES_ALLOWED, KEEP_ENDED_DAYS } from "../limits.ts";
import type { PayloadCheck } from "../payload-check.ts";
import type { JobDefinition, JobHandler } from "../queue.ts";
import { type End, type FollowRuns, runJob, STOP_MS } from "../run.ts";
import type { Connections } from "./connections.ts";
import { isAway, isLostClaim, isRefusing } from "./faults.ts";
import { createHeldJob, type HeldJob } from "./held-job.ts";

/** Most ended jobs of a kind that are kept: so many completed, so many failed, so many cancelled. */
export const KEEP_ENDED = 10_000;

/** Wait before looking for jobs again after a fault, in milliseconds. */
const AFTER_ERROR_MS = 1_000;
/** How long it may take to write down how the last runs ended, and to close, where Redis does not answer, in milliseconds. */
const CLOSE_MS = 3_000;

export interface WorkerTiming {
  /** How long a run holds its job after its last sign of life, in milliseconds. It gives one in half of that. */
  lockMs: number;
  /** How often it is looked for jobs that nobody holds any longer, in milliseconds. */
  stalledMs: number;
}

export interface WorkerDependencies {
  connections: Connections;
  prefix: string;
  payloads: PayloadCheck;
  report: ReportFault;
  tell: TellJobNews | undefined;
  follow: FollowRuns | undefined;
  timing: WorkerTiming;
}

/** Runs the jobs of one kind in this process. */
export interface KindWorker {
  /** Aborts the run of a job that was cancelled, if it runs here. */
  cancelled(jobId: string): void;
  /** Takes no more, aborts what still runs after `graceMs`, and resolves when nothing runs any longer. */
  drain(graceMs: number): Promise<void>;
}

export function startWorker<P extends TSchema>(
  job: JobDefinition<P>,
  handler: JobHandler<Static<P>>,
  { connections, prefix, payloads, report, tell, follow, timing }: WorkerDependencies,
): KindWorker {
  const running = new Map<string, AbortController>();
  const settling = new Set<Promise<unknown>>();
  let closedAt = Number.POSITIVE_INFINITY;
  let stopping = false;
  const keep = { count: KEEP_ENDED, age: KEEP_ENDED_DAYS * 24 * 60 * 60 };

  const worker = new Worker<unknown, unknown, string>(job.name, begin, {
    connection: connections.patient,
    prefix,
    concurrency: job.concurrency,
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledMs,
    maxStalledCount: job.attempts - 1 + CRASHES_ALLOWED,
    runRetryDelay: AFTER_ERROR_MS,
    removeOnComplete: keep,
    removeOnFail: keep,
  });
  worker.on("error", (error) => {
    const refusing = isRefusing(error);
    if (isLostClaim(error) || (isAway(error) && !refusing)) return;
    if (refusing) connections.refused(error);
    else report("error", `Jobs of ${job.name} met a fault of the queue.`, error);
    rest();
  });
  // Only now it is written down.
  worker.on("completed", (ended) => tellEnd(ended, "completed"));
  worker.on("failed", (ended) => ended && tellEnd(ended, "failed"));
  // Cancelled while its message did not reach us, or given to another while Redis was away.
  worker.on("lockRenewalFailed", (ids) => ids.forEach(cancelled));

  function begin(bullJob: Job<unknown, unknown, string>, token?: string): Promise<unknown> {
    const ended = run(bullJob, token);
    settling.add(ended);
    return ended.finally(() => settling.delete(ended));
  }

  async function run(bullJob: Job<unknown, unknown, string>, token = ""): Promise<unknown> {
    const id = bullJob.id ?? "";
    const held = createHeldJob(connections.patient, worker.getBackend(), bullJob, token);
    // What BullMQ had claimed before may still run; what it claimed since is handed back.
    if (stopping || Number(bullJob.processedOn) > closedAt) {
      return settle(held, { as: "again", seconds: 0, countTry: false });
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      // Before the handler reads anything: from here on, whoever adds the key means a run after this one.
      await bullJob.removeDeduplicationKey();
      const claimed = {
        id,
        attempt: bullJob.attemptsMade + bullJob.stalledCounter + 1,
        attempts: bullJob.opts.attempts ?? job.attempts,
        payload: bullJob.data,
        carried: bullJob.opts.telemetry?.metadata,
      };
      const dependencies = { payloads, saveProgress: held.saveProgress, tell, follow };
      const end = await runJob(job, handler, claimed, controller, dependencies);
      // BullMQ tells of no other end that is not one.
      const told = () => (end.as === "again" ? tellEnd(bullJob, "waiting") : undefined);
      return await settle(held, end).finally(told);
    } finally {
      running.delete(id);
    }
  }

  /** BullMQ asks a server that is there and refuses again at once, thousands of times a second. */
  function rest(): void {
    if (worker.isPaused()) return;
    void worker.pause(true);
    setTimeout(() => {
      if (closedAt === Number.POSITIVE_INFINITY) void worker.resume();
    }, AFTER_ERROR_MS);
  }

  function tellEnd({ id = "", data }: Job<unknown, unknown, string>, state: JobNews["state"]): void {
    tell?.({ id, name: job.name, payload: data, state });
  }

  function cancelled(id: string): void {
    running.get(id)?.abort(new CosmicError("cancelled", "The job was cancelled."));
  }

  return {
    cancelled,
    async drain(graceMs) {
      closedAt = Date.now();
      const grace = setTimeout(() => {
        stopping = true;
        const reason = new CosmicError("stopping", "The process stops.");
        for (const controller of running.values()) controller.abort(reason);
      }, graceMs);
      // It also waits for what is just being claimed, but not without Redis.
      const paused = worker.pause();
      const runs = Promise.allSettled(settling);
      const finished = connections.isReady() ? Promise.all([paused, runs]) : runs;
      await within(graceMs + STOP_MS + CLOSE_MS, finished);
      clearTimeout(grace);
      // Where Redis is away, jobs cannot be handed back; they run again when their locks have run out. Not
      // forced, BullMQ would wait for the end of a connection that there is not.
      await within(CLOSE_MS, worker.close(!connections.isReady()));
    },
  };
}

/** Says to BullMQ how the run ended: its result, or the error by which BullMQ knows what became of the job. */
async function settle(held: HeldJob, end: End): Promise<unknown> {
  if (end.as === "completed") {
    if (end.output.progress) await held.saveProgress(end.output.progress);
    return end.output.result;
  }
  if (end.as === "failed") {
    if (end.output.progress) await held.saveProgress(end.output.progress);
    throw new UnrecoverableError(end.output.error);
  }
  if (end.as === "again") await held.putBack(end);
  // To BullMQ it means that the job is not active any longer, and is to be left alone.
  throw new DelayedError();
}
