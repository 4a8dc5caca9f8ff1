import type { IndexState, ModelIndex } from "@cosmic/contract";
import { and, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Db } from "../db/open.ts";
import { indexes } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";

export type IndexRow = typeof indexes.$inferSelect;

/**
 * Indexes that documents are written to: what is whole stays so, what is being filled misses nothing. One that searches
 * the vectors of another is written with that one.
 */
const WRITTEN: readonly IndexState[] = ["building", "paused", "ready", "active"];

export async function writtenIndexIds(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: indexes.id })
    .from(indexes)
    .where(and(inArray(indexes.state, [...WRITTEN]), isNull(indexes.baseIndexId)));
  return rows.map(({ id }) => id);
}

export async function readIndexes(db: Db): Promise<IndexRow[]> {
  return db.select().from(indexes).orderBy(desc(indexes.createdAt), desc(indexes.id));
}

export async function readActiveIndex(db: Db): Promise<IndexRow | undefined> {
  const [row] = await db.select().from(indexes).where(eq(indexes.state, "active"));
  return row;
}

/** @throws CosmicError `index_not_found` */
export async function readIndex(db: Db, id: string): Promise<IndexRow> {
  const [row] = await db.select().from(indexes).where(eq(indexes.id, id));
  if (!row)
    throw new CosmicError("index_not_found", `There is no index ${id}. GET models/indexes/ lists them.`);
  return row;
}

/** Changes an index that is in one of these states; undefined, and nothing is changed, if it is in none of them. */
export async function changeIndex(
  db: Db,
  id: string,
  from: readonly IndexState[],
  values: Partial<IndexRow>,
): Promise<IndexRow | undefined> {
  const [row] = await db
    .update(indexes)
    .set(values)
    .where(and(eq(indexes.id, id), inArray(indexes.state, [...from])))
    .returning();
  return row;
}

/** The index that holds the vectors which this one searches. */
export const vectorsIn = ({ id, baseIndexId }: Pick<IndexRow, "id" | "baseIndexId">) => baseIndexId ?? id;

/** Those that search the vectors of this index with an adapter. */
export async function readAdapted(db: Db, baseId: string): Promise<IndexRow[]> {
  return db
    .select()
    .from(indexes)
    .where(and(eq(indexes.baseIndexId, baseId), ne(indexes.state, "dropped")));
}

const Passages = Type.Object({
  size: Type.Integer(),
  overlap: Type.Integer(),
  withTitle: Type.Boolean(),
  vectorsOnly: Type.Optional(Type.Literal(true)),
});

/** How the texts of an index are split into passages. */
export function passageSettings(row: Pick<IndexRow, "id" | "identity">): Static<typeof Passages> {
  const { passages } = row.identity;
  if (Value.Check(Passages, passages)) return passages;
  throw new CosmicError("index_unavailable", `The row of index ${row.id} does not say how texts are split.`);
}

export function toModelIndex(row: IndexRow): ModelIndex {
  const filling = row.state === "building" || row.state === "paused" || row.state === "failed";
  return {
    id: row.id,
    model: row.model,
    dimension: row.dimension,
    base_index: row.baseIndexId,
    tuning_id: row.tuningId,
    passage_tokens: passageSettings(row).size,
    state: row.state,
    activate_when_ready: row.activateWhenReady,
    progress: filling ? { done: row.builtDocuments, total: row.documents } : null,
    error: row.error,
    created_at: row.createdAt.toISOString(),
    activated_at: row.activatedAt?.toISOString() ?? null,
  };
}
