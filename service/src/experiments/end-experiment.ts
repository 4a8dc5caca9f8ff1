import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { deleteArtefact } from "./artefacts.ts";
import { changeExperiment, type ExperimentRow, readExperiment } from "./experiment-rows.ts";
import { dropScratchIndex } from "./scratch-index.ts";
import { experiments } from "./tables.ts";

/** @throws CosmicError `experiment_not_found`; `conflict` if it has ended already */
export async function cancelExperiment(context: Context, id: string): Promise<void> {
  const { database, queue } = context;
  const { state, jobId } = await readExperiment(database.orm, id);
  // The row first: whoever runs it, here or elsewhere, sees it at the next step.
  const values = { state: "cancelled", endedAt: new Date() } as const;
  const changed = await changeExperiment(database.orm, id, ["pending", "running"], values);
  if (!changed) throw new CosmicError("conflict", `Experiment ${id} is ${state} already.`);
  if (jobId !== null) await queue.cancel(jobId);
}

/** @throws CosmicError `experiment_not_found`; `conflict` while it runs */
export async function deleteExperiment(context: Context, id: string): Promise<void> {
  const row = await readExperiment(context.database.orm, id);
  if (row.state === "pending" || row.state === "running") {
    throw new CosmicError("conflict", `Experiment ${id} is ${row.state}. Cancel it first.`);
  }
  await removeExperiment(context, row);
}

/** Everything of a run that nobody is at. */
export async function removeExperiment(context: Context, row: ExperimentRow): Promise<void> {
  await dropScratchIndex(context, row);
  await deleteArtefact(context, row);
  await context.database.orm.delete(experiments).where(eq(experiments.id, row.id));
}
