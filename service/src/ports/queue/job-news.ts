import type { JobSummary } from "@cosmic/contract";
import type { End } from "./run.ts";

/** What a run says of its job while it goes on: that it began, how far it has come, how it ended. */
export type JobNews = Pick<JobSummary, "id" | "name" | "payload" | "state" | "progress">;

/** Must not throw, and nobody waits for it. */
export type TellJobNews = (news: JobNews) => void;

/** What a job is after a run. Of one that is no longer the run's, others tell. */
export function stateAfter(end: End): JobSummary["state"] | undefined {
  switch (end.as) {
    case "again":
      return "waiting";
    case "not ours":
      return undefined;
    default:
      return end.as;
  }
}
