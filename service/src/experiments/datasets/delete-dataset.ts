import { count, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { tuningRuns } from "../../tuning/tables.ts";
import { datasets, experiments } from "../tables.ts";
import { deleteDatasetFiles } from "./dataset-files.ts";
import { readDataset } from "./dataset-rows.ts";

/** @throws CosmicError `dataset_not_found`; `conflict` while an experiment or a run of `tuning/` is on it */
export async function deleteDataset(context: Context, id: string): Promise<void> {
  const dataset = await readDataset(context, id);
  await context.database.orm.transaction(async (tx) => {
    // Nobody adds a run on it meanwhile: that would need a lock on this row.
    await tx.select({ id: datasets.id }).from(datasets).where(eq(datasets.id, id)).for("update");
    const [used] = await tx.select({ rows: count() }).from(experiments).where(eq(experiments.datasetId, id));
    const [learnt] = await tx.select({ rows: count() }).from(tuningRuns).where(eq(tuningRuns.datasetId, id));
    const uses = (used?.rows ?? 0) + (learnt?.rows ?? 0);
    if (uses > 0) {
      const what = uses === 1 ? "1 run uses" : `${uses} runs use`;
      throw new CosmicError("conflict", `${what} dataset "${dataset.name}". Delete what uses it first.`);
    }
    await tx.delete(datasets).where(eq(datasets.id, id));
  });
  await deleteDatasetFiles(context, dataset);
}
