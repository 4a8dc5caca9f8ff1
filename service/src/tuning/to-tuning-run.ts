import type { JobSummary, TuningMetric, TuningRun } from "@cosmic/contract";
import { API } from "../http/server.ts";
import type { tuningEpochs, tuningMetrics } from "./tables.ts";
import { CARD, CHECKPOINT } from "./tuning-files.ts";
import type { TuningRow } from "./tuning-rows.ts";

interface Beside {
  epochs: readonly (typeof tuningEpochs.$inferSelect)[];
  metrics: readonly (typeof tuningMetrics.$inferSelect)[];
  users: number;
  job: JobSummary | undefined;
}

export function toTuningRun(row: TuningRow, { epochs, metrics, users, job }: Beside): TuningRun {
  const { progress } = job ?? {};
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    base: { index: row.baseIndexId, model: row.baseModel },
    pairs: { source: row.source, dataset_id: row.datasetId, user_id: row.userId },
    parameters: {
      rank: row.rank,
      epochs: row.epochs,
      learning_rate: row.learningRate,
      batch: row.batch,
      temperature: row.temperature,
      hard_negatives: row.hardNegatives,
      seed: row.seed,
      held_out_share: row.heldOutShare,
    },
    users,
    counts: countsOf(row),
    epochs: epochs.map(({ epoch, trainingLoss, validationLoss }) => ({
      epoch,
      training_loss: trainingLoss,
      validation_loss: validationLoss,
    })),
    best_epoch: row.bestEpoch,
    metrics: metrics.map(toMetric),
    verdict: row.verdict,
    ...measured(row),
    files: filesOf(row),
    sha256: row.sha256,
    progress: progress
      ? { done: progress.done, total: progress.total, message: progress.message ?? null }
      : null,
    job_id: row.jobId,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

function countsOf(row: TuningRow): TuningRun["counts"] {
  const { trainingPairs, validationPairs, testPairs, testQueries, documents } = row;
  if (
    trainingPairs === null ||
    validationPairs === null ||
    testPairs === null ||
    testQueries === null ||
    documents === null
  )
    return null;
  return {
    training_pairs: trainingPairs,
    validation_pairs: validationPairs,
    test_pairs: testPairs,
    test_queries: testQueries,
    documents,
  };
}

function measured(row: TuningRow): Pick<TuningRun, "seconds" | "machine"> {
  const { prepareSeconds: prepare, trainSeconds: train, cores, cpu, node } = row;
  return {
    seconds: prepare === null || train === null ? null : { prepare, train },
    machine: cores === null || cpu === null || node === null ? null : { cores, cpu, node },
  };
}

function filesOf({ id, checkpointBytes, cardBytes }: TuningRow): TuningRun["files"] {
  const file = (name: string, bytes: number | null) =>
    bytes === null ? [] : [{ name, bytes, url: `${API}/tuning/${id}/files/${name}` }];
  return [...file(CHECKPOINT, checkpointBytes), ...file(CARD, cardBytes)];
}

function toMetric(row: typeof tuningMetrics.$inferSelect): TuningMetric {
  return {
    name: row.name,
    base: { mean: row.base, low: row.baseLow, high: row.baseHigh },
    adapter: { mean: row.adapter, low: row.adapterLow, high: row.adapterHigh },
    difference: { mean: row.difference, low: row.differenceLow, high: row.differenceHigh },
  };
}
