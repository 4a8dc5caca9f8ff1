import { inArray } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Place } from "../map/align.ts";
import { themeDocuments } from "../tables.ts";

export interface NewOnMap {
  indexId: string;
  userId: string;
  documentId: string;
  vector: Float32Array;
}

/** As many make the place of a document beside the sample of a run. */
const NEAREST = 3;
/** More are asked for, because the document itself is among them, and others that have no place yet. */
const CANDIDATES = 8;

/** In the middle of the nearest documents that are on the map; in its middle if there are none. */
export async function placeNear(
  { searchIndex, database }: Pick<Context, "searchIndex" | "database">,
  { indexId, userId, documentId, vector }: NewOnMap,
): Promise<Place> {
  const hits = await searchIndex.searchDense(indexId, { vector, filter: { userId }, limit: CANDIDATES });
  const ids = hits.map((hit) => hit.documentId).filter((id) => id !== documentId);
  if (ids.length === 0) return { x: 0, y: 0 };
  const rows = await database.orm
    .select({ id: themeDocuments.documentId, x: themeDocuments.x, y: themeDocuments.y })
    .from(themeDocuments)
    .where(inArray(themeDocuments.documentId, ids));
  const placeOf = new Map(rows.map((row) => [row.id, row]));
  return middle(ids.flatMap((id) => placeOf.get(id) ?? []).slice(0, NEAREST));
}

function middle(places: readonly Place[]): Place {
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { x: mean(places.map(({ x }) => x)), y: mean(places.map(({ y }) => y)) };
}
