import type { PgBoss } from "pg-boss";
import type { Static, TSchema } from "typebox";
import { CosmicError } from "../../errors.ts";
import type { ReportFault } from "../../faults.ts";
import { takeCarried } from "./carried.ts";
import { stateAfter, type TellJobNews } from "./job-news.ts";
import type { Claim, JobTable } from "./job-table.ts";
import type { PayloadCheck } from "./payload-check.ts";
import type { JobDefinition, JobHandler } from "./queue.ts";
import { type FollowRuns, runJob } from "./run.ts";
import { settle } from "./settle.ts";

/** Shortest and longest wait before looking for jobs again, in milliseconds, when nothing woke us. */
const SHORTEST_MS = 10;
const AFTER_ERROR_MS = 1_000;

export interface ConsumerDependencies {
  boss: PgBoss;
  table: JobTable;
  payloads: PayloadCheck;
  report: ReportFault;
  tell: TellJobNews | undefined;
  follow: FollowRuns | undefined;
  /**
   * How often to look for jobs that other processes added. Without others, the next moment at which a
   * waiting job is due is known, and this is only a net below that.
   */
  pollMs: number;
  exclusive: boolean;
}

/** Runs the jobs of one kind in this process. */
export interface Consumer {
  /** Looks for jobs now. */
  wake(): void;
  claims(): Claim[];
  /** False if the job does not run here. */
  abort(jobId: string, reason: CosmicError): boolean;
  /** Takes no more, aborts what still runs after `graceMs`, and resolves when nothing runs any longer. */
  drain(graceMs: number): Promise<void>;
}

interface ClaimedRow extends Claim {
  attempts: number;
  payload: unknown;
  carried: string | undefined;
}

interface Running {
  claim: Claim;
  controller: AbortController;
  ended: Promise<void>;
}

export function startConsumer<P extends TSchema>(
  job: JobDefinition<P>,
  handler: JobHandler<Static<P>>,
  dependencies: ConsumerDependencies,
): Consumer {
  const { boss, table, payloads, report, tell, follow, pollMs, exclusive } = dependencies;
  const running = new Map<string, Running>();
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (closed) return;
    lookAgain = true;
    if (looking || running.size >= job.concurrency) return;
    clearTimeout(timer);
    looking = look().finally(() => {
      looking = undefined;
    });
  }

  async function look(): Promise<void> {
    try {
      while (lookAgain && !closed && running.size < job.concurrency) {
        lookAgain = false;
        await claimWhatIsReady();
        if (running.size < job.concurrency && !lookAgain) wakeIn(await untilNext());
      }
    } catch (error) {
      report("error", `Jobs of ${job.name} could not be fetched.`, error);
      wakeIn(AFTER_ERROR_MS);
    }
  }

  async function claimWhatIsReady(): Promise<void> {
    while (!closed && running.size < job.concurrency) {
      const batchSize = job.concurrency - running.size;
      const fetched = await boss.fetch<unknown>(job.name, { batchSize, includeMetadata: true });
      const jobs = fetched.map(
        ({ id, name, data, retryCount, retryLimit }): ClaimedRow => ({
          id,
          name,
          retryCount,
          attempts: retryLimit + 1,
          ...takeCarried(data),
        }),
      );
      if (closed)
        await Promise.all(jobs.map((claim) => table.putBack(claim, { seconds: 0, countTry: false })));
      else jobs.forEach(start);
      if (fetched.length < batchSize) return;
    }
  }

  function start(claim: ClaimedRow): void {
    const controller = new AbortController();
    const ended = run(claim, controller).finally(() => {
      running.delete(claim.id);
      wake();
    });
    running.set(claim.id, { claim, controller, ended });
  }

  async function run(claim: ClaimedRow, controller: AbortController): Promise<void> {
    const claimed = { ...claim, attempt: claim.retryCount + 1 };
    const end = await runJob(job, handler, claimed, controller, {
      payloads,
      saveProgress: (progress) => table.saveProgress(claim, progress),
      tell,
      follow,
    });
    await settle(table, claim, end, report);
    const state = stateAfter(end);
    const { id, name, payload } = claim;
    if (state) tell?.({ id, name, payload, state });
  }

  async function untilNext(): Promise<number> {
    if (!exclusive) return pollMs;
    const seconds = await table.secondsToNext(job.name);
    return seconds === undefined
      ? pollMs
      : Math.min(pollMs, Math.max(SHORTEST_MS, Math.ceil(seconds * 1000)));
  }

  function wakeIn(ms: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(wake, ms);
  }

  wake();
  return {
    wake,
    claims: () => [...running.values()].map(({ claim }) => claim),
    abort(jobId, reason) {
      const run = running.get(jobId);
      run?.controller.abort(reason);
      return run !== undefined;
    },
    async drain(graceMs) {
      closed = true;
      clearTimeout(timer);
      await looking;
      const grace = setTimeout(() => {
        const reason = new CosmicError("stopping", "The process stops.");
        for (const { controller } of running.values()) controller.abort(reason);
      }, graceMs);
      await Promise.all([...running.values()].map(({ ended }) => ended));
      clearTimeout(grace);
    },
  };
}
