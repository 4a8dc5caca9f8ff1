import type { ExperimentComparison } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { artefactFile } from "./artefacts.ts";
import { readDataset } from "./datasets/dataset-rows.ts";
import { type ExperimentRow, readExperiment } from "./experiment-rows.ts";
import { KINDS } from "./kinds/kinds.ts";

/**
 * What one run gives more or less than another, item by item: paired bootstrap.
 *
 * @throws CosmicError `experiment_not_found`; `conflict` for runs without figures, of different kinds, or on other data
 */
export async function compareExperiments(
  context: Context,
  id: string,
  otherId: string,
): Promise<ExperimentComparison> {
  const db = context.database.orm;
  const [one, other] = [await readExperiment(db, id), await readExperiment(db, otherId)];
  for (const run of [one, other]) {
    if (run.state !== "completed") throw conflict(`Experiment ${run.id} is ${run.state}; it has no figures.`);
  }
  if (one.kind !== other.kind) throw conflict(`One measured ${one.kind}, the other ${other.kind}.`);
  if ((await contentOf(context, one)) !== (await contentOf(context, other))) {
    throw conflict("The two runs were made on different datasets.");
  }
  const compared = await KINDS[one.kind].compare(artefactFile(context, one), artefactFile(context, other));
  return { kind: one.kind, one: shown(one), other: shown(other), ...compared };
}

async function contentOf(context: Context, { datasetId }: ExperimentRow): Promise<string | undefined> {
  return datasetId === null ? undefined : (await readDataset(context, datasetId)).sha256;
}

const shown = ({ id, name, model }: ExperimentRow) => ({ id, name, model });

const conflict = (message: string) => new CosmicError("conflict", message);
