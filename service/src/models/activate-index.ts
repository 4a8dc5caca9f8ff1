import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { indexes as table } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import { recordModel } from "../events/record.ts";
import { type IndexRow, readIndex, vectorsIn } from "./index-rows.ts";

/**
 * Makes an index that is whole the one that answers searches, in one transaction. The one before stays ready and is
 * kept up to date until it is dropped, so that there is a way back. Other processes follow within about a second.
 *
 * @throws CosmicError `index_not_found`; `conflict` if it is not whole; whatever loading its model throws
 */
export async function activateIndex(context: Context, id: string): Promise<IndexRow> {
  const { database, indexes, searchIndex } = context;
  // A model that cannot be loaded must not become the one that everybody needs.
  await indexes.open(id);
  const row = await database.orm.transaction(async (tx) => {
    await tx.execute(sql`LOCK TABLE indexes IN SHARE ROW EXCLUSIVE MODE`);
    const wanted = await readIndex(tx, id);
    if (wanted.state === "active") return wanted;
    if (wanted.state !== "ready") {
      const advice = wanted.state === "building" ? "Wait until it is ready" : "Build it first";
      throw new CosmicError(
        "conflict",
        `Index ${id} is ${wanted.state}. ${advice}: only a whole index is activated.`,
      );
    }
    if (wanted.baseIndexId !== null) await mustBeWhole(tx, wanted.baseIndexId);
    await tx.update(table).set({ state: "ready" }).where(eq(table.state, "active"));
    const values = { state: "active" as const, activatedAt: new Date(), activateWhenReady: false };
    await tx.update(table).set(values).where(eq(table.id, id));
    await recordModel(tx, wanted);
    return { ...wanted, ...values };
  });
  await searchIndex.activate(vectorsIn(row));
  await indexes.refresh();
  context.log.info({ index: id, model: row.model }, "another index answers searches");
  return row;
}

/**
 * Makes the index active again that was so before.
 *
 * @throws CosmicError `conflict` if there is none that is kept up to date
 */
export async function rollBack(context: Context): Promise<IndexRow> {
  const [before] = await context.database.orm
    .select()
    .from(table)
    .where(and(eq(table.state, "ready"), isNotNull(table.activatedAt)))
    .orderBy(desc(table.activatedAt))
    .limit(1);
  if (!before)
    throw new CosmicError("conflict", "There is no index to go back to: none that was active is kept.");
  return activateIndex(context, before.id);
}

async function mustBeWhole(db: Db, baseId: string): Promise<void> {
  const { state } = await readIndex(db, baseId);
  if (state === "active" || state === "ready") return;
  throw new CosmicError("conflict", `Its vectors are in index ${baseId}, which is ${state}.`);
}
