import { count, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { datasets, experiments } from "../tables.ts";
import { deleteDatasetFiles } from "./dataset-files.ts";
import { readDataset } from "./dataset-rows.ts";

/** @throws CosmicError `dataset_not_found`; `conflict` while there is an experiment on it */
export async function deleteDataset(context: Context, id: string): Promise<void> {
  const dataset = await readDataset(context, id);
  await context.database.orm.transaction(async (tx) => {
    // Nobody adds an experiment on it meanwhile: that would need a lock on this row.
    await tx.select({ id: datasets.id }).from(datasets).where(eq(datasets.id, id)).for("update");
    const [used] = await tx.select({ rows: count() }).from(experiments).where(eq(experiments.datasetId, id));
    if (used && used.rows > 0) {
      const what = used.rows === 1 ? "1 experiment uses" : `${used.rows} experiments use`;
      throw new CosmicError("conflict", `${what} dataset "${dataset.name}". Delete what uses it first.`);
    }
    await tx.delete(datasets).where(eq(datasets.id, id));
  });
  await deleteDatasetFiles(context, dataset);
}
