import type { BuildIndex, IndexState } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { embeddings, indexes as table } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { resumeBuilds } from "./build-index.ts";
import { changeIndex, type IndexRow, readAdapted, readIndex } from "./index-rows.ts";
import { newIndexRow } from "./new-index.ts";
import { openWanted } from "./open-wanted.ts";

/**
 * Begins to fill an index for a model, beside the active one. One that is there already is gone on with, and one that
 * was dropped or failed is begun anew.
 *
 * @throws CosmicError `conflict` if it is whole already; whatever `openWanted` throws
 */
export async function startBuild(context: Context, request: BuildIndex): Promise<IndexRow> {
  const { database } = context;
  await using wanted = await openWanted(context, request);
  const { model, passages, settings } = wanted;
  const row = {
    ...newIndexRow(model.identity, passages, settings),
    activateWhenReady: request.activate_when_ready ?? false,
  };
  const [made] = await database.orm.insert(table).values(row).onConflictDoNothing().returning();
  const begun = made ?? (await beginAgain(context, row));
  await resumeBuilds(context);
  return begun;
}

async function beginAgain({ database, searchIndex }: Context, row: IndexRow): Promise<IndexRow> {
  const known = await readIndex(database.orm, row.id);
  if (known.state === "active" || known.state === "ready") {
    throw new CosmicError("conflict", `Index ${row.id} of ${row.model} is ${known.state} already.`);
  }
  if (known.state === "dropped" || known.state === "failed") {
    // Nothing was written to it meanwhile: what it holds is worth nothing.
    await searchIndex.drop(row.id);
    const begun = await changeIndex(database.orm, row.id, ["dropped", "failed"], {
      ...row,
      activatedAt: null,
    });
    if (begun) return begun;
  }
  const values = { state: "building" as const, activateWhenReady: row.activateWhenReady };
  return (
    (await changeIndex(database.orm, row.id, ["building", "paused"], values)) ??
    readIndex(database.orm, row.id)
  );
}

export async function pauseBuild({ database }: Context, id: string): Promise<IndexRow> {
  return changed(
    await changeIndex(database.orm, id, ["building"], { state: "paused" }),
    database,
    id,
    "paused",
  );
}

/** A build that failed begins anew: nobody knows what it lacks. */
export async function resumeBuild(context: Context, id: string): Promise<IndexRow> {
  const { database } = context;
  const known = await readIndex(database.orm, id);
  const anew =
    known.state === "failed"
      ? { builtUpTo: null, builtDocuments: 0, createdAt: new Date(), error: null }
      : {};
  const values = { state: "building" as const, ...anew };
  const row = changed(
    await changeIndex(database.orm, id, ["paused", "failed"], values),
    database,
    id,
    "resumed",
  );
  const resumed = await row;
  await resumeBuilds(context);
  return resumed;
}

/** Removes an index with all that is in it. The active one stays. */
export async function dropIndex(context: Context, id: string): Promise<IndexRow> {
  const { database, searchIndex } = context;
  const [adapted] = await readAdapted(database.orm, id);
  if (adapted) {
    const message = `Index ${adapted.id} of ${adapted.model} searches the vectors of ${id}. Drop that one first.`;
    throw new CosmicError("conflict", message);
  }
  const states: IndexState[] = ["building", "paused", "failed", "ready", "dropped"];
  const row = await changed(
    await changeIndex(database.orm, id, states, { state: "dropped" }),
    database,
    id,
    "dropped",
  );
  if (row.baseIndexId !== null) return row;
  await searchIndex.drop(id);
  await database.orm.delete(embeddings).where(eq(embeddings.indexId, id));
  return row;
}

async function changed(
  row: IndexRow | undefined,
  { orm }: Context["database"],
  id: string,
  what: string,
): Promise<IndexRow> {
  if (row) return row;
  const { state } = await readIndex(orm, id);
  throw new CosmicError("conflict", `Index ${id} is ${state} and cannot be ${what}.`);
}
