import type { SyncResult } from "@cosmic/contract";

const REJECTED_SHOWN = 100;
const ID_SHOWN = 200;

export function newCounts(): SyncResult {
  return { read: 0, created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: [], rejected_count: 0 };
}

/** The first hundred are named. What an id holds that is no text is left out, so that it can be stored. */
export function reject(counts: SyncResult, id: string, reason: string): void {
  counts.rejected_count++;
  if (counts.rejected.length >= REJECTED_SHOWN) return;
  counts.rejected.push({ id: storable(id).slice(0, ID_SHOWN), reason: storable(reason) });
}

const storable = (text: string) => text.replaceAll("\0", "").toWellFormed();
