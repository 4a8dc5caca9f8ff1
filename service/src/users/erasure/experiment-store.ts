import { count, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { deleteDatasetFiles } from "../../experiments/datasets/dataset-files.ts";
import { removeExperiment } from "../../experiments/end-experiment.ts";
import { changeExperiment, type ExperimentRow } from "../../experiments/experiment-rows.ts";
import { datasets, experiments } from "../../experiments/tables.ts";
import type { UserStore } from "./store.ts";

/** Seconds after which the job looks again whether a run has stopped. */
const PATIENCE = 2;

/** Experiments on the user's own documents, with their artefacts, and the places that were drawn in them. */
export const experimentStore: UserStore = {
  async erase(context, user) {
    const { orm } = context.database;
    // Whoever draws from documents looks for the mark of the user; those that began before it was set end here.
    await orm.transaction(async (tx) => {
      await tx.execute(sql`LOCK TABLE datasets, experiments IN SHARE MODE`);
    });
    let running = 0;
    for (const row of await orm.select().from(experiments).where(eq(experiments.userId, user.id))) {
      user.signal.throwIfAborted();
      if (await isAtIt(context, row)) running += 1;
      else {
        await removeExperiment(context, row);
        await user.removed({ experiments: 1 });
      }
    }
    if (running > 0) {
      const message = `${running} experiments of the user are running; the erasure goes on when they have stopped.`;
      throw new CosmicError("conflict", message, { retryAfter: PATIENCE });
    }
    for (const row of await orm.select().from(datasets).where(eq(datasets.userId, user.id))) {
      await deleteDatasetFiles(context, row);
      await orm.delete(datasets).where(eq(datasets.id, row.id));
      await user.removed({ experiments: 1 });
    }
  },

  async count({ database: { orm } }, userId) {
    const counted = await Promise.all([
      orm.select({ rows: count() }).from(experiments).where(eq(experiments.userId, userId)),
      orm.select({ rows: count() }).from(datasets).where(eq(datasets.userId, userId)),
    ]);
    return counted.flat().reduce((sum, { rows }) => sum + rows, 0);
  },
};

/** Tells whoever runs it to stop. After a crash its job is run again, and stops then. */
async function isAtIt({ database, queue }: Context, { id, jobId }: ExperimentRow): Promise<boolean> {
  const values = { state: "cancelled", endedAt: new Date() } as const;
  await changeExperiment(database.orm, id, ["pending", "running"], values);
  if (jobId === null || (await queue.delete(jobId))) return false;
  return (await queue.get(jobId)) !== undefined;
}
