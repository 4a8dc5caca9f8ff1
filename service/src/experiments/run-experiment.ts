import type { ErrorCode } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { faultReason } from "../faults.ts";
import { describeMachine } from "../machine.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { JobContext } from "../ports/queue/queue.ts";
import { VERSION } from "../version.ts";
import { deleteArtefact, writeArtefact } from "./artefacts.ts";
import { readDataset } from "./datasets/dataset-rows.ts";
import { experimentJob } from "./experiment-job.ts";
import { changeExperiment, type ExperimentRow } from "./experiment-rows.ts";
import type { Measuring } from "./kinds/kind.ts";
import { KINDS } from "./kinds/kinds.ts";
import { refuseSending } from "./known-items/refuse-sending.ts";
import { dropScratchIndex, scratchIndexOf } from "./scratch-index.ts";
import { experimentMetrics, experiments } from "./tables.ts";

type Job = Pick<JobContext, "attempt" | "signal" | "progress">;

/**
 * The job: measures, stores what was measured item by item, and writes the figures down. One that was interrupted begins
 * again, but what it has embedded into its index is kept.
 */
export async function runExperiment(
  context: Context,
  { experiment_id: id }: { experiment_id: string },
  job: Job,
): Promise<Record<string, unknown>> {
  const experiment = await begin(context, id);
  if (!experiment) return {};
  try {
    await measure(context, experiment, job);
  } catch (error) {
    const state = await settle(context, experiment, job, error);
    if (state === undefined) throw error;
    return { state };
  } finally {
    await tidy(context, experiment);
  }
  return { state: "completed" };
}

/** Undefined if there is nothing to do any more. One that failed or was cancelled runs again if its job is. */
async function begin({ database }: Context, id: string): Promise<ExperimentRow | undefined> {
  const values = { state: "running", startedAt: new Date(), endedAt: null, error: null } as const;
  return changeExperiment(database.orm, id, ["pending", "running", "failed", "cancelled"], values);
}

async function measure(context: Context, experiment: ExperimentRow, job: Job): Promise<void> {
  const { signal } = job;
  const measuring: Measuring = {
    context,
    experiment,
    dataset: experiment.datasetId === null ? undefined : await readDataset(context, experiment.datasetId),
    index: await openIndex(context, experiment),
    signal,
    async progress(done, total, message) {
      job.progress(done, total, message);
      await stillWanted(context, experiment.id);
    },
  };
  const { items, metrics, seconds } = await KINDS[experiment.kind].run(measuring);
  const artefactBytes = await writeArtefact(context, experiment, items, signal);
  await context.database.orm.transaction(async (tx) => {
    const ended = await changeExperiment(tx, experiment.id, ["running"], {
      state: "completed",
      measured: items.length,
      prepareSeconds: seconds.prepare,
      measureSeconds: seconds.measure,
      ...describeMachine(),
      serviceVersion: VERSION,
      artefactBytes,
      endedAt: new Date(),
    });
    if (!ended) throw cancelled();
    await tx.delete(experimentMetrics).where(eq(experimentMetrics.experimentId, experiment.id));
    await tx
      .insert(experimentMetrics)
      .values(metrics.map((metric, position) => ({ experimentId: experiment.id, position, ...metric })));
  });
}

async function openIndex(context: Context, experiment: ExperimentRow): Promise<LiveIndex> {
  const index = await context.indexes.open(experiment.indexId);
  if (experiment.userId !== null) refuseSending(index);
  return { ...index, passages: { ...index.passages, size: experiment.passageTokens } };
}

const cancelled = () => new CosmicError("cancelled", "The experiment was cancelled.");

async function stillWanted({ database }: Context, id: string): Promise<void> {
  const [row] = await database.orm
    .select({ state: experiments.state })
    .from(experiments)
    .where(eq(experiments.id, id));
  if (row?.state !== "running") throw cancelled();
}

/** What another try would find again. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  "invalid_dataset",
  "dataset_not_found",
  "index_not_found",
  "model_not_found",
  "forbidden",
]);

/**
 * Says in the row why there are no figures.
 *
 * @returns what became of the run; undefined if its job has failed, and may run again
 */
async function settle(
  { database }: Context,
  { id }: ExperimentRow,
  { signal, attempt }: Job,
  error: unknown,
): Promise<"cancelled" | "failed" | undefined> {
  const cause: unknown = signal.aborted ? signal.reason : error;
  const code = cause instanceof CosmicError ? cause.code : undefined;
  const endedAt = new Date();
  if (code === "cancelled") {
    await changeExperiment(database.orm, id, ["running"], { state: "cancelled", endedAt });
    return "cancelled";
  }
  const waits = code === "stopping" || (cause instanceof CosmicError && cause.retryAfter !== undefined);
  const isFinal = code !== undefined && FINAL.has(code);
  if (waits || (!isFinal && attempt < experimentJob.attempts)) return undefined;
  const values = { state: "failed", error: faultReason(cause), endedAt } as const;
  await changeExperiment(database.orm, id, ["running"], values);
  // The job of the last try fails too, so that it can be run again by hand.
  return isFinal ? "failed" : undefined;
}

/** Nothing stays of a run that has ended otherwise than with figures, whoever ended it. One that goes on keeps all. */
async function tidy(context: Context, experiment: ExperimentRow): Promise<void> {
  try {
    const [row] = await context.database.orm
      .select()
      .from(experiments)
      .where(eq(experiments.id, experiment.id));
    if (row?.state === "running") return;
    if (row?.state !== "completed") await deleteArtefact(context, experiment);
    await dropScratchIndex(context, row ?? { ...experiment, scratchIndex: scratchIndexOf(experiment) });
  } catch (err) {
    // The sweep does it later.
    context.log.warn({ err, experiment: experiment.id }, "what a run left behind was not removed");
  }
}
