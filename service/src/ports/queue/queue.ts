import type { JobState, JobSummary } from "@cosmic/contract";
import type { Static, TSchema } from "typebox";

/** What a job queue must do: run work later, at least once, and say what became of it. */
export interface Queue {
  /**
   * Adds a job. With a `key`, a job of the same key that is still waiting is not added twice: the id of
   * the waiting one is returned.
   *
   * @throws CosmicError `invalid_value` for a payload that does not fit, `invalid_characters` for a NUL or half
   * of a surrogate pair in it, `stopping` once the queue closes.
   */
  enqueue<P extends TSchema>(
    job: JobDefinition<P>,
    payload: Static<P>,
    options?: EnqueueOptions,
  ): Promise<string>;

  /**
   * Starts to run jobs of this kind in this process. Jobs that a crash left running are run again. A payload
   * that does not fit its schema fails the job at once, without another try.
   */
  work<P extends TSchema>(job: JobDefinition<P>, handler: JobHandler<Static<P>>): Promise<void>;

  /** Enqueues the job at every tick of the cron expression (UTC), once however many processes ask. */
  schedule<P extends TSchema>(job: JobDefinition<P>, cron: string, payload: Static<P>): Promise<void>;

  get(jobId: string): Promise<JobSummary | undefined>;

  /**
   * Newest first. `cursor` is what the previous page returned; `count` is of all that the filter lets through.
   *
   * @throws CosmicError `invalid_cursor`
   */
  list(filter: JobFilter): Promise<{ jobs: JobSummary[]; cursor?: string; count: number }>;

  /** A waiting job never starts; a running one has its signal aborted. False if it had already ended. */
  cancel(jobId: string): Promise<boolean>;

  /** Runs a failed or cancelled job again, with as many more tries as its kind has. False if it is neither. */
  retry(jobId: string): Promise<boolean>;

  /** Deletes a job, so that nothing of its payload is kept. False if it runs now, or there is none. */
  delete(jobId: string): Promise<boolean>;

  /** A line a kind of job, also the proof that the queue answers. */
  describe(): Promise<QueueDescription[]>;

  /**
   * Takes no new jobs, lets running ones end for `graceMs`, then aborts their signals and hands them back
   * to be run again. Nothing is lost.
   */
  close(options?: { graceMs?: number }): Promise<void>;
}

/** A kind of job. Defined once, beside the feature that runs it. */
export interface JobDefinition<P extends TSchema = TSchema> {
  name: string;
  payload: P;
  /**
   * Tries in all. Between them the wait doubles from `backoffSeconds`, with jitter. A CosmicError with
   * `retryAfter` is no failed try: the job waits that long and runs again.
   */
  attempts: number;
  backoffSeconds: number;
  /** Longest the wait between two tries may get. */
  maxBackoffSeconds: number;
  /** A run that takes longer is given up and tried again. */
  timeoutSeconds: number;
  /** How many of this kind run at once in one process. */
  concurrency: number;
}

/** What it resolves to is kept as the job's result. */
export type JobHandler<P> = (
  payload: P,
  context: JobContext,
) => Promise<Record<string, unknown> | undefined> | Promise<void>;

export interface JobContext {
  id: string;
  /** 1 for the first try. */
  attempt: number;
  /** Aborts when the job is cancelled, runs out of time, or the process stops. */
  signal: AbortSignal;
  /** Kept with the job, at most a few times a second. */
  progress(done: number, total: number, message?: string): void;
}

export interface EnqueueOptions {
  key?: string;
  /** Higher first; 0 is the default, bulk work uses less. */
  priority?: number;
  delaySeconds?: number;
}

export interface JobFilter {
  name?: string;
  state?: JobState;
  limit: number;
  cursor?: string;
}

export interface QueueDescription {
  name: string;
  waiting: number;
  active: number;
  failed: number;
  /** Seconds that the oldest waiting job has been ready to run, 0 if none waits. */
  oldestSeconds: number;
}
