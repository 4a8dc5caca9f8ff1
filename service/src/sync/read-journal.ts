import type { SyncResult } from "@cosmic/contract";
import type { Context } from "../context.ts";
import type { JournalCursor, JournalPage, JournalQuery } from "../ports/journal/journal.ts";
import type { JobContext } from "../ports/queue/queue.ts";
import { readState, saveCursor } from "./state.ts";
import { writeEntries } from "./write-entries.ts";

/** Entries read at once. The next page is read while this one is written. */
const PAGE = 1000;

/** Which entries are read; without any of these those that changed since the last run. */
export interface Reading {
  userId?: string;
  since?: Date;
  /** Everything, from the beginning. */
  force?: boolean;
}

/**
 * Reads the journal and brings the documents up to date.
 *
 * The mark it leaves is no later than `overlap` before the run began: an entry may turn up with an earlier
 * `updatedAt` than one that was read before it, because the clock of its writer is behind or its transaction was
 * long. A mark behind that moment is the place of the last page, so a run that breaks off goes on where it was.
 *
 * @param overlapSeconds how much later than its `updatedAt` an entry may turn up
 * @throws CosmicError `journal_unavailable`
 */
export async function readJournal(
  context: Context,
  reading: Reading,
  overlapSeconds: number,
  counts: SyncResult,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<void> {
  const partial = reading.userId !== undefined || reading.since !== undefined;
  const settled = new Date(Date.now() - overlapSeconds * 1000);
  const start = partial || reading.force ? undefined : (await readState(context)).cursor;
  const query = {
    limit: PAGE,
    ...(reading.userId === undefined ? {} : { userId: reading.userId }),
    ...(reading.since === undefined ? {} : { since: reading.since }),
  };
  await readPages(query, start);
  // They have no place in the order, so they are read only by a run that reads all.
  if (start === undefined && reading.since === undefined) await readPages({ ...query, undated: true });

  async function readPages(query: JournalQuery, first?: JournalCursor): Promise<void> {
    let coming = readPage(context, query, first);
    for (;;) {
      const { page, removal } = await coming;
      const { cursor } = page;
      if (!cursor) return;
      signal.throwIfAborted();
      coming = readPage(context, query, cursor);
      // Looked at when this page is written; until then a failure of it must not count as unhandled.
      coming.catch(() => {});
      await writeEntries(context, page, counts, "bulk", removal);
      if (!partial && !query.undated) await saveCursor(context, earlier(cursor, settled));
      progress(counts.read, counts.read, `${counts.read} entries read`);
    }
  }
}

interface ReadPage {
  page: JournalPage;
  removal: string | null;
}

async function readPage(
  context: Context,
  query: JournalQuery,
  after: JournalCursor | undefined,
): Promise<ReadPage> {
  const { removal } = await readState(context);
  return { page: await context.journal.read({ ...query, ...(after && { after }) }), removal };
}

const earlier = (cursor: JournalCursor, settled: Date): JournalCursor =>
  cursor.updatedAt.getTime() < settled.getTime() ? cursor : { updatedAt: settled };
