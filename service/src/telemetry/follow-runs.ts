import type { FastifyBaseLogger } from "fastify";
import type { End, FollowRuns } from "../ports/queue/run.ts";
import type { Telemetry } from "./open.ts";

/** Measures, traces and logs what the queue runs in this process. */
export function followRuns({ metrics, tracing }: Telemetry, log: FastifyBaseLogger): FollowRuns {
  return {
    carried: () => tracing.carried(),
    run: ({ id, name, attempt, carried }, work) =>
      tracing.span(
        {
          name: `job ${name}`,
          kind: "consumer",
          parent: carried,
          attributes: { "job.id": id, "job.name": name, "job.attempt": attempt },
        },
        async (span) => {
          const started = performance.now();
          const end = await work();
          const seconds = (performance.now() - started) / 1000;
          const outcome = outcomeOf(end);
          span.set({ "job.outcome": outcome });
          if (outcome === "failed" || outcome === "retried") span.fail(outcome);
          metrics.jobs.observe({ name, outcome }, seconds);
          log.debug({ job: id, name, attempt, outcome, ms: Math.round(seconds * 1000) }, "job");
          return end;
        },
      ),
  };
}

/** `retried` counts a try and `postponed` does not; `released` is no longer this run's, cancelled for one. */
function outcomeOf(end: End): "completed" | "failed" | "retried" | "postponed" | "released" {
  if (end.as === "not ours") return "released";
  if (end.as !== "again") return end.as;
  return end.countTry ? "retried" : "postponed";
}
