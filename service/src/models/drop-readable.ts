import type { Context } from "../context.ts";
import { dropIndex } from "./change-build.ts";
import { passageSettings, readIndexes } from "./index-rows.ts";

/** Drops the indexes of before there was a key, with the words in them, as soon as one without words is active. */
export async function dropReadableIndexes(context: Context): Promise<void> {
  if (!context.encryption.on) return;
  const rows = await readIndexes(context.database.orm);
  const isReadable = (row: (typeof rows)[number]) => passageSettings(row).vectorsOnly !== true;
  if (rows.some((row) => row.state === "active" && isReadable(row))) return;
  const left = rows.filter((row) => row.state !== "dropped" && isReadable(row));
  // Those that search the vectors of another one go before it.
  for (const { id } of left.toSorted(
    (a, b) => Number(a.baseIndexId === null) - Number(b.baseIndexId === null),
  )) {
    await dropIndex(context, id);
    context.log.info({ index: id }, "an index with readable words was dropped");
  }
}
