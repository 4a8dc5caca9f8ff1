import { inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import type { Legs } from "./fuse.ts";

/** Milliseconds since 1970 UTC, by document: `entry_date`, or `created_at` where there is none. */
export async function documentDates(context: Context, legs: Legs): Promise<Map<string, number>> {
  const hits = [...(legs.semantic ?? []), ...(legs.keyword ?? [])];
  const ids = [...new Set(hits.map(({ documentId }) => documentId))];
  if (ids.length === 0) return new Map();
  const { id, entryDate, createdAt } = documents;
  const rows = await context.database.orm
    .select({ id, entryDate, createdAt })
    .from(documents)
    .where(inArray(id, ids));
  return new Map(rows.map((row) => [row.id, (row.entryDate ?? row.createdAt).getTime()]));
}

/** The hits of both legs whose date belongs. */
export function keepDated(
  legs: Legs,
  dates: ReadonlyMap<string, number>,
  belongs: (date: number) => boolean,
): Legs {
  const keep = ({ documentId }: { documentId: string }) => {
    const date = dates.get(documentId);
    return date !== undefined && belongs(date);
  };
  return { semantic: legs.semantic?.filter(keep) ?? [], keyword: legs.keyword?.filter(keep) ?? [] };
}
