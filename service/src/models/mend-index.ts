import type { Context } from "../context.ts";
import { compareSorted } from "../reconciliation/compare-sorted.ts";
import { completedIds, existingIds, indexedIds } from "../reconciliation/id-pages.ts";
import type { LiveIndex } from "./live-indexes.ts";
import { writeCurrent } from "./write-current.ts";

const BATCH = 100;

/** Compares an index that is to become active with the rows: what it lacks is written, what nobody has is removed. */
export async function mendIndex(
  context: Context,
  index: LiveIndex,
  signal: AbortSignal,
): Promise<{ added: number; removed: number }> {
  const { database, searchIndex } = context;
  const missing: string[] = [];
  const unknown: string[] = [];
  for await (const { id, side } of compareSorted(
    completedIds(database.orm, new Date()),
    indexedIds(searchIndex, index.id),
  )) {
    signal.throwIfAborted();
    if (side === "left") missing.push(id);
    if (side === "right") unknown.push(id);
  }
  for (let start = 0; start < missing.length; start += BATCH) {
    await writeCurrent(context, index, missing.slice(start, start + BATCH), signal);
  }
  // Those that are only on their way to being completed belong to somebody.
  const there = await existingIds(database.orm, unknown);
  const gone = unknown.filter((id) => !there.has(id));
  if (gone.length > 0) await searchIndex.remove(gone);
  return { added: missing.length, removed: gone.length };
}
