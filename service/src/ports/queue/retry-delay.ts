import type { JobDefinition } from "./queue.ts";

type Backoff = Pick<JobDefinition, "backoffSeconds" | "maxBackoffSeconds">;

/**
 * Seconds to wait after the given try failed. Doubles from `backoffSeconds` up to `maxBackoffSeconds`, and
 * is shortened by up to a half at random, so that jobs that failed together do not come back together.
 */
export function retryDelay(job: Backoff, attempt: number, random: () => number = Math.random): number {
  const full = Math.min(job.maxBackoffSeconds, job.backoffSeconds * 2 ** (attempt - 1));
  return full * (1 - random() / 2);
}
