import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { indexes } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { indexOfRun } from "./activate-adapter.ts";
import { tuningRuns } from "./tables.ts";
import { deleteTuningFiles } from "./tuning-files.ts";
import { changeTuning, readTuning } from "./tuning-rows.ts";

/** @throws CosmicError `tuning_not_found`; `conflict` if it has ended already */
export async function cancelTuning(context: Context, id: string): Promise<void> {
  const { database, queue } = context;
  const { state, jobId } = await readTuning(database.orm, id);
  // The row first: whoever runs it, here or elsewhere, sees it at the next step.
  const values = { state: "cancelled", endedAt: new Date() } as const;
  const changed = await changeTuning(database.orm, id, ["pending", "running"], values);
  if (!changed) throw new CosmicError("conflict", `Run ${id} is ${state} already.`);
  if (jobId !== null) await queue.cancel(jobId);
}

/** @throws CosmicError `tuning_not_found`; `conflict` while it runs, or an index uses its adapter */
export async function deleteTuning(context: Context, id: string): Promise<void> {
  const { state } = await readTuning(context.database.orm, id);
  if (state === "pending" || state === "running")
    throw new CosmicError("conflict", `Run ${id} is ${state}. Cancel it first.`);
  const index = await indexOfRun(context, id);
  if (index) {
    const advice = index.state === "active" ? "Roll back and drop it first" : "Drop it first";
    throw new CosmicError("conflict", `Index ${index.id} uses the adapter. ${advice}: models/indexes/.`);
  }
  await removeTuning(context, id);
}

/** Everything of a run that nobody is at, with what indexes remember of it. */
export async function removeTuning(context: Context, id: string): Promise<void> {
  await deleteTuningFiles(context, id);
  await context.database.orm.delete(indexes).where(eq(indexes.tuningId, id));
  await context.database.orm.delete(tuningRuns).where(eq(tuningRuns.id, id));
}
