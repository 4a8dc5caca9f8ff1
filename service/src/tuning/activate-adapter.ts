import { and, eq, ne } from "drizzle-orm";
import type { Context } from "../context.ts";
import { indexes as table } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { activateIndex } from "../models/activate-index.ts";
import { indexIdOf } from "../models/identity.ts";
import { changeIndex, type IndexRow, passageSettings, readIndex } from "../models/index-rows.ts";
import { newIndexRow } from "../models/new-index.ts";
import { openAdapter } from "./adapter/open-adapter.ts";
import { readTuning } from "./tuning-rows.ts";

/**
 * Lets the queries of all searches go through the adapter from now on. It gets a row among the indexes that searches the
 * vectors of its base, so that it can be rolled back and dropped like any other; nothing is embedded again.
 *
 * @throws CosmicError `tuning_not_found`; `no_gain`; `conflict` if the run is not completed, or its base no longer whole;
 * whatever opening the adapter throws
 */
export async function activateAdapter(context: Context, id: string): Promise<IndexRow> {
  const { database, indexes } = context;
  const run = await readTuning(database.orm, id);
  if (run.state !== "completed")
    throw new CosmicError("conflict", `Run ${id} is ${run.state}; only a completed one can be activated.`);
  if (run.verdict !== "gain") {
    throw new CosmicError(
      "no_gain",
      `Run ${id} is not better than ${run.baseModel} by more than the interval on held-out pairs. It would make searches no better.`,
    );
  }
  const base = await readIndex(database.orm, run.baseIndexId);
  const { embedder } = await indexes.open(base.id);
  const adapted = await openAdapter(context, { id: base.id, tuningId: id }, embedder);
  const passages = passageSettings(base);
  const row: IndexRow = {
    ...newIndexRow(adapted.identity, passages, { model: base.model, maxTokens: adapted.identity.maxTokens }),
    model: `${base.model} + ${run.name}`,
    settings: base.settings,
    baseIndexId: base.id,
    tuningId: id,
    state: "ready",
  };
  const [made] = await database.orm.insert(table).values(row).onConflictDoNothing().returning();
  if (!made) await changeIndex(database.orm, row.id, ["dropped"], { ...row, activatedAt: null });
  return activateIndex(context, indexIdOf(adapted.identity, passages));
}

/** The index whose queries go through the adapter of a run, unless it was dropped. */
export async function indexOfRun(
  { database }: Pick<Context, "database">,
  id: string,
): Promise<IndexRow | undefined> {
  const [row] = await database.orm
    .select()
    .from(table)
    .where(and(eq(table.tuningId, id), ne(table.state, "dropped")));
  return row;
}
