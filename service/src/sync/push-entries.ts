import type { SyncResult } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { removeFromSource } from "../documents/remove-from-source.ts";
import { newCounts } from "./counts.ts";
import { announceRemoval, readState } from "./state.ts";
import { writeEntries } from "./write-entries.ts";

/**
 * Brings the documents of these entries up to date at once, ahead of bulk work: what the writer of the journal asks for
 * when something was written, changed or deleted. Entries that the journal does not have lose their document, if there
 * is one.
 *
 * @throws CosmicError `journal_unavailable`, with nothing changed
 */
export async function pushEntries(context: Context, pushed: readonly string[]): Promise<SyncResult> {
  const { journal } = context;
  const ids = [...new Set(pushed)];
  const counts = newCounts();
  const { removal } = await readState(context);
  const found = await journal.readByIds(ids);
  const read = new Set([...found.entries, ...found.rejected].map(({ id }) => id));
  const missed = ids.filter((id) => !read.has(id));
  // Asked for again by the one call that never asks a copy that is behind, and takes an id in any letter case.
  const there = missed.length > 0 ? await journal.existing(missed) : new Set();
  const gone = missed.filter((id) => !there.has(id));
  await writeEntries(context, found, counts, "interactive", removal);
  if (gone.length > 0) {
    await announceRemoval(context);
    counts.deleted = await removeFromSource(context, journal.name, gone);
  }
  return counts;
}
