import type { JobSummary } from "@cosmic/contract";

const MINUTE_MS = 60_000;

export interface EndedJobs {
  /** Jobs that ended well and that failed, a step each, the oldest first. */
  steps: { start: Date; completed: number; failed: number }[];
  completed: number;
  failed: number;
}

/**
 * What the jobs say that ended within the last steps.
 *
 * @param steps how many
 * @param minutes of each
 */
export function countEnded(
  jobs: readonly Pick<JobSummary, "state" | "ended_at">[],
  now: Date,
  { steps, minutes }: { steps: number; minutes: number },
): EndedJobs {
  const length = minutes * MINUTE_MS;
  const end = now.getTime();
  const begin = end - steps * length;
  const counted = Array.from({ length: steps }, (_, i) => ({
    start: new Date(begin + i * length),
    completed: 0,
    failed: 0,
  }));
  for (const { state, ended_at } of jobs) {
    if (ended_at === null || (state !== "completed" && state !== "failed")) continue;
    const step = counted[Math.floor((Date.parse(ended_at) - begin) / length)];
    if (step) step[state]++;
  }
  const sum = (state: "completed" | "failed") => counted.reduce((total, step) => total + step[state], 0);
  return { steps: counted, completed: sum("completed"), failed: sum("failed") };
}
