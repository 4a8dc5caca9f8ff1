import type { Experiment, ExperimentCreate, ExperimentKind, ExperimentParameters } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import { type DatasetRow, readDataset } from "./datasets/dataset-rows.ts";
import { queueExperiment } from "./experiment-job.ts";
import { getExperiment } from "./experiment-rows.ts";
import { drawKnownItems } from "./known-items/draw.ts";
import { refuseSending } from "./known-items/refuse-sending.ts";
import { datasets, experiments } from "./tables.ts";

/** What can be set for each kind; all others are refused, since they would do nothing. */
const PARAMETERS: Record<ExperimentKind, readonly (keyof ExperimentParameters)[]> = {
  retrieval: ["index", "passage_tokens", "mode", "top_k", "sample", "seed"],
  similarity: ["index", "passage_tokens", "sample", "seed"],
  clustering: ["index", "passage_tokens", "sample", "seed"],
  throughput: ["index", "passage_tokens", "sample", "seed"],
};

const DEFAULT_TOP_K = 10;
const DEFAULT_SEED = 1;

/**
 * Writes an experiment down and queues its run.
 *
 * @throws CosmicError `unknown_field`, `missing_field` or `invalid_value` for what does not go together;
 * `index_not_found`, `dataset_not_found`; what drawing known items throws
 */
export async function createExperiment(context: Context, request: ExperimentCreate): Promise<Experiment> {
  const { kind, name, parameters = {} } = request;
  refuseUseless(kind, parameters);
  const { indexes } = context;
  const index = parameters.index === undefined ? indexes.active : await indexes.open(parameters.index);
  const dataset = await findDataset(context, request, index);
  const passages = { ...index.passages, size: parameters.passage_tokens ?? index.passages.size };
  const row: typeof experiments.$inferInsert = {
    id: v7(),
    name,
    kind,
    state: "pending",
    datasetId: dataset?.id ?? null,
    userId: dataset?.userId ?? null,
    indexId: index.rowId,
    model: index.model,
    identity: { ...index.embedder.identity, passages },
    passageTokens: passages.size,
    mode: kind === "retrieval" ? (parameters.mode ?? "hybrid") : null,
    topK: kind === "retrieval" ? (parameters.top_k ?? DEFAULT_TOP_K) : null,
    sample: parameters.sample ?? null,
    seed: parameters.seed ?? DEFAULT_SEED,
    createdAt: new Date(),
  };
  await context.database.orm.transaction(async (tx) => {
    if (dataset) await lockDataset(tx, dataset.id);
    await tx.insert(experiments).values(row);
  });
  await queueExperiment(context, row.id);
  return getExperiment(context, row.id);
}

function refuseUseless(kind: ExperimentKind, parameters: ExperimentParameters): void {
  const useless = Object.keys(parameters).find((name) => !PARAMETERS[kind].some((known) => known === name));
  if (useless === undefined) return;
  throw new CosmicError("unknown_field", `${useless} is not a parameter of ${kind}.`, {
    field: `/parameters/${useless}`,
  });
}

async function findDataset(
  context: Context,
  { kind, dataset_id: id, known_items: known, parameters }: ExperimentCreate,
  index: LiveIndex,
): Promise<DatasetRow | undefined> {
  if (known !== undefined) {
    if (kind !== "retrieval" || id !== undefined) {
      const message = "known_items are for retrieval, in place of a dataset.";
      throw new CosmicError("invalid_value", message, { field: "/known_items" });
    }
    return drawKnownItems(context, index, known, parameters?.seed ?? DEFAULT_SEED);
  }
  if (id === undefined) {
    if (kind === "throughput") return undefined;
    throw new CosmicError("missing_field", `dataset_id is missing: ${kind} needs a dataset.`, {
      field: "/dataset_id",
    });
  }
  const dataset = await readDataset(context, id);
  refuseOtherKind(kind, dataset);
  if (dataset.userId !== null) refuseSending(index);
  return dataset;
}

function refuseOtherKind(kind: ExperimentKind, dataset: DatasetRow): void {
  const fits = kind === "throughput" ? dataset.source === "upload" : dataset.kind === kind;
  if (fits) return;
  const message =
    kind === "throughput"
      ? "Throughput takes an uploaded dataset, or none."
      : `Dataset "${dataset.name}" is for ${dataset.kind}, not for ${kind}.`;
  throw new CosmicError("invalid_value", message, { field: "/dataset_id" });
}

/** Nobody deletes it, nor erases whose it is, until the experiment is written down. */
async function lockDataset(tx: Pick<Context["database"]["orm"], "select">, id: string): Promise<void> {
  const [there] = await tx
    .select({ id: datasets.id })
    .from(datasets)
    .where(eq(datasets.id, id))
    .for("key share");
  if (!there) throw new CosmicError("dataset_not_found", `There is no dataset ${id}.`);
}
