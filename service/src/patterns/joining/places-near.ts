import { sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { uuidArray } from "../../db/uuid-array.ts";
import type { Place } from "../map/align.ts";
import { themeDocuments } from "../tables.ts";

/** As many make the place of a document beside the sample of a run. */
const NEAREST = 3;
/** More are asked for, because the document itself is among them, and others that have no place yet. */
const CANDIDATES = 8;

/**
 * For each new document the middle of the nearest that are on the map; the middle of the map if there are none.
 *
 * @param vectors of the new ones, by their ids
 */
export async function placesNear(
  { searchIndex, database }: Pick<Context, "searchIndex" | "database">,
  indexId: string,
  userId: string,
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<Map<string, Place>> {
  const near = new Map<string, string[]>();
  // One after the other, so that a search that somebody waits for is behind one of them at most.
  for (const [id, vector] of vectors) {
    const hits = await searchIndex.searchDense(indexId, { vector, filter: { userId }, limit: CANDIDATES });
    near.set(
      id,
      hits.map(({ documentId }) => documentId).filter((other) => other !== id),
    );
  }
  const ids = uuidArray([...new Set([...near.values()].flat())]);
  const rows = await database.orm
    .select({ id: themeDocuments.documentId, x: themeDocuments.x, y: themeDocuments.y })
    .from(themeDocuments)
    .where(sql`${themeDocuments.documentId} = ANY(${ids})`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    [...near].map(([id, others]) => [
      id,
      middle(others.flatMap((other) => known.get(other) ?? []).slice(0, NEAREST)),
    ]),
  );
}

function middle(places: readonly Place[]): Place {
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { x: mean(places.map(({ x }) => x)), y: mean(places.map(({ y }) => y)) };
}
