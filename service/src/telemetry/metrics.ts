import promClient from "prom-client";

const { Counter, Gauge, Histogram, Registry } = promClient;

/** Seconds. */
const CALL_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_BUCKETS = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1_800, 7_200];
const LAG_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * What this process counts while it works. Labels have few values, all of them known to the program: no ids, no users,
 * no paths as they were asked for. What is read from the stores at the moment of a scrape is in `state.ts`.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: "cosmic_http_request_duration_seconds",
      help: "Answered requests, by the pattern of their route",
      labelNames: ["method", "route", "status"] as const,
      buckets: CALL_BUCKETS,
      registers,
    }),
    jobs: new Histogram({
      name: "cosmic_job_duration_seconds",
      help: "Runs of jobs, by what became of the job",
      labelNames: ["name", "outcome"] as const,
      buckets: JOB_BUCKETS,
      registers,
    }),
    lag: new Histogram({
      name: "cosmic_document_lag_seconds",
      help: "From the write of a document until searches find it",
      buckets: LAG_BUCKETS,
      registers,
    }),
    index: new Histogram({
      name: "cosmic_index_operation_duration_seconds",
      help: "Calls to the search index",
      labelNames: ["operation", "outcome"] as const,
      buckets: CALL_BUCKETS,
      registers,
    }),
    gauge: <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
      new Gauge({ name, help, labelNames, registers }),
    counter: <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
      new Counter({ name, help, labelNames, registers }),
  };
}
