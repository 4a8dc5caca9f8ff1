import type { Experiment, JobSummary } from "@cosmic/contract";
import { API } from "../http/server.ts";
import { ARTEFACTS } from "./artefacts.ts";
import type { ExperimentRow, MetricRow } from "./experiment-rows.ts";

interface Beside {
  metrics: readonly MetricRow[];
  dataset: Experiment["dataset"];
  job: JobSummary | undefined;
}

export function toExperiment(row: ExperimentRow, { metrics, dataset, job }: Beside): Experiment {
  const artefact = ARTEFACTS[row.kind];
  const { artefactBytes: bytes, prepareSeconds: prepare, measureSeconds: measure, cores, cpu, node } = row;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state,
    dataset,
    user_id: row.userId,
    parameters: {
      index: row.indexId,
      mode: row.mode,
      passage_tokens: row.passageTokens,
      top_k: row.topK,
      sample: row.sample,
      seed: row.seed,
    },
    model: row.model,
    identity: row.identity,
    measured: row.measured,
    metrics: metrics.map(({ name, value, low, high, better }) => ({ name, value, low, high, better })),
    seconds: prepare === null || measure === null ? null : { prepare, measure },
    machine: cores === null || cpu === null || node === null ? null : { cores, cpu, node },
    service_version: row.serviceVersion,
    artefacts:
      bytes === null
        ? []
        : [{ name: artefact, bytes, url: `${API}/experiments/${row.id}/artefacts/${artefact}` }],
    progress: job?.progress
      ? { done: job.progress.done, total: job.progress.total, message: job.progress.message ?? null }
      : null,
    job_id: row.jobId,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}
