import type { TuningCreate, TuningRun } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { readDataset } from "../experiments/datasets/dataset-rows.ts";
import { datasets } from "../experiments/tables.ts";
import { refuseErased } from "../users/refuse-erased.ts";
import { tuningRuns } from "./tables.ts";
import { queueTuning } from "./tuning-job.ts";
import { getTuning } from "./tuning-rows.ts";

const DEFAULTS = { epochs: 30, batch: 64, temperature: 0.05, hardNegatives: 1, seed: 1, heldOutShare: 0.3 };
/** A product of two small matrices moves slower at first. */
const LEARNING_RATE = { whole: 1e-4, lowRank: 1e-3 };

/**
 * Writes a run down and queues it. An adapter over an index that has one itself learns from the base of that.
 *
 * @throws CosmicError `unknown_field`, `missing_field` or `invalid_value` for what does not go together;
 * `index_not_found`, `dataset_not_found`, `user_erased`
 */
export async function createTuning(context: Context, request: TuningCreate): Promise<TuningRun> {
  const { name, base, pairs, parameters = {} } = request;
  const { indexes, database } = context;
  const asked = base === undefined ? indexes.active : await indexes.open(base);
  const index = await indexes.open(asked.id);
  refuseUseless(pairs);
  if (pairs.user_id !== undefined) await refuseErased(database.orm, pairs.user_id, "/pairs/user_id");
  const datasetId = pairs.source === "dataset" ? await findDataset(context, pairs.dataset_id) : null;
  const row: typeof tuningRuns.$inferInsert = {
    id: v7(),
    name,
    state: "pending",
    baseIndexId: index.id,
    baseModel: index.model,
    source: pairs.source,
    datasetId,
    userId: pairs.user_id ?? null,
    rank: parameters.rank ?? null,
    epochs: parameters.epochs ?? DEFAULTS.epochs,
    learningRate:
      parameters.learning_rate ??
      (parameters.rank === undefined ? LEARNING_RATE.whole : LEARNING_RATE.lowRank),
    batch: parameters.batch ?? DEFAULTS.batch,
    temperature: parameters.temperature ?? DEFAULTS.temperature,
    hardNegatives: parameters.hard_negatives ?? DEFAULTS.hardNegatives,
    seed: parameters.seed ?? DEFAULTS.seed,
    heldOutShare: parameters.held_out_share ?? DEFAULTS.heldOutShare,
    createdAt: new Date(),
  };
  await database.orm.transaction(async (tx) => {
    // Nobody deletes it until the run is written down.
    if (datasetId !== null)
      await tx.select({ id: datasets.id }).from(datasets).where(eq(datasets.id, datasetId)).for("key share");
    await tx.insert(tuningRuns).values(row);
  });
  await queueTuning(context, row.id);
  return getTuning(context, row.id);
}

function refuseUseless({ source, dataset_id, user_id }: TuningCreate["pairs"]): void {
  const useless = source === "dataset" ? user_id : dataset_id;
  if (useless === undefined) return;
  const name = source === "dataset" ? "user_id" : "dataset_id";
  throw new CosmicError("unknown_field", `${name} says nothing with pairs from ${source}.`, {
    field: `/pairs/${name}`,
  });
}

async function findDataset(context: Context, id: string | undefined): Promise<string> {
  const field = "/pairs/dataset_id";
  if (id === undefined)
    throw new CosmicError("missing_field", "dataset_id is missing: whose pairs are learned from?", { field });
  const dataset = await readDataset(context, id);
  if (dataset.kind === "pairs") return dataset.id;
  throw new CosmicError("invalid_value", `Dataset "${dataset.name}" is for ${dataset.kind}, not of pairs.`, {
    field,
  });
}
