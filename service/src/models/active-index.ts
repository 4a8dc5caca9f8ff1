import { createHash } from "node:crypto";
import { eq, ne } from "drizzle-orm";
import type { Config } from "../config.ts";
import type { Db } from "../db/open.ts";
import { embeddingStates, indexes } from "../db/schema.ts";
import { CosmicError } from "../errors.ts";
import type { ModelIdentity } from "../ports/embedders/embedder.ts";
import type { SearchIndex } from "../ports/search-index/search-index.ts";

export interface ActiveIndex {
  id: string;
  model: string;
  dimension: number;
  /** True when documents that another index held have to be embedded for this one. */
  rebuilt: boolean;
  /** Why the index cannot be used, if it cannot. */
  damaged: CosmicError | undefined;
}

/**
 * The index that belongs to this model and passage setting, made if there is none. Vectors of two models
 * never meet in one index: with another model another index becomes active and every document is embedded
 * again for it.
 */
export async function activateIndex(
  db: Db,
  searchIndex: SearchIndex,
  model: ModelIdentity,
  passages: Config["passages"],
): Promise<ActiveIndex> {
  const identity = { ...model, passages };
  const id = `idx_${createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 12)}`;
  const unusable = await attempt(() => searchIndex.create({ id, dimension: model.dimension }));
  const rebuilt = await db.transaction(async (tx) => {
    const [known] = await tx.select().from(indexes).where(eq(indexes.id, id));
    if (known?.active) return false;
    const others = await tx.update(indexes).set({ active: false }).where(ne(indexes.id, id)).returning();
    const row = {
      id,
      model: model.name,
      identity,
      dimension: model.dimension,
      active: true,
      createdAt: new Date(),
    };
    await tx
      .insert(indexes)
      .values(row)
      .onConflictDoUpdate({ target: indexes.id, set: { active: true } });
    if (others.length > 0) await tx.update(embeddingStates).set({ status: "pending", changedAt: new Date() });
    return others.length > 0;
  });
  const damaged = unusable ?? (await attempt(() => searchIndex.activate(id)));
  return { id, model: model.name, dimension: model.dimension, rebuilt, damaged };
}

/** @returns what is wrong with an index that cannot be used: the service runs all the same, to have it recreated */
async function attempt(call: () => Promise<void>): Promise<CosmicError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof CosmicError && error.code === "index_unavailable") return error;
    throw error;
  }
}
