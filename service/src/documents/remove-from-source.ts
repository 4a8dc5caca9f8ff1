import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { removeFromIndex } from "../embeddings/remove-from-index.ts";
import { deleteDocumentRows } from "./document-rows.ts";
import { lockSource } from "./upsert.ts";

/**
 * Removes the documents of entries that their source has no more: rows, vectors and keyword entries, as DELETE does.
 *
 * @returns how many there were
 */
export async function removeFromSource(
  context: Context,
  source: string,
  sourceIds: readonly string[],
): Promise<number> {
  if (sourceIds.length === 0) return 0;
  const ids = await context.database.orm.transaction(async (tx) => {
    await lockSource(tx, source);
    const rows = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.source, source), inArray(documents.sourceId, [...sourceIds])));
    const found = rows.map(({ id }) => id);
    if (found.length > 0) await deleteDocumentRows(tx, found);
    return found;
  });
  if (ids.length > 0) await removeFromIndex(context, ids);
  return ids.length;
}
