import { SyncRequest, type SyncResult } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import type { Static } from "typebox";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../context.ts";
import { syncState } from "../db/schema.ts";
import { checkText, contentHash } from "../documents/content.ts";
import { DEFAULT_DOCUMENT_TYPE } from "../documents/create.ts";
import { toDate } from "../documents/dates.ts";
import type { NewDocument } from "../documents/document-rows.ts";
import { upsertFromSource } from "../documents/upsert.ts";
import { CosmicError } from "../errors.ts";
import { refuseUnstorableText } from "../http/plain-text.ts";
import type { JournalCursor, JournalEntry } from "../ports/journal/journal.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";

export const syncJob: JobDefinition<typeof SyncRequest> = {
  name: "sync-journal",
  payload: SyncRequest,
  attempts: 3,
  backoffSeconds: 5,
  maxBackoffSeconds: 300,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

const PAGE = 500;
const REJECTED_SHOWN = 100;

/**
 * Reads the journal and brings the documents up to date. A full run goes on where the last one ended; one for
 * a user, or since a time, or of everything (`force`) leaves that mark alone unless it moves forward.
 */
export async function runSync(
  context: Context,
  request: Static<typeof SyncRequest>,
  job: JobContext,
): Promise<SyncResult> {
  const { journal, database } = context;
  const partial = request.user_id !== undefined || request.since !== undefined;
  const since = toDate(request.since);
  let cursor = partial || request.force ? undefined : await readCursor(context);
  const result: SyncResult = {
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    rejected: [],
    rejected_count: 0,
  };
  for (;;) {
    job.signal.throwIfAborted();
    const page = await journal.read({
      limit: PAGE,
      ...(cursor ? { after: cursor } : {}),
      ...(request.user_id === undefined ? {} : { userId: request.user_id }),
      ...(since ? { since } : {}),
    });
    if (!page.cursor) break;
    for (const { id, reason } of page.rejected) reject(result, id, reason);
    await writeEntries(context, page.entries, result);
    cursor = page.cursor;
    if (!partial) await saveCursor(context, cursor);
    job.progress(result.read, result.read, `${result.read} entries read`);
  }
  await database.orm
    .insert(syncState)
    .values({ source: journal.name, lastRunAt: new Date(), lastResult: result })
    .onConflictDoUpdate({ target: syncState.source, set: { lastRunAt: new Date(), lastResult: result } });
  return result;
}

async function writeEntries(
  context: Context,
  entries: readonly JournalEntry[],
  result: SyncResult,
): Promise<void> {
  const mapped: NewDocument[] = [];
  for (const entry of entries) {
    result.read++;
    try {
      mapped.push(toNewDocument(context, entry));
    } catch (error) {
      if (!(error instanceof CosmicError)) throw error;
      reject(result, entry.id, error.message);
    }
  }
  for (const { created, changed } of await upsertFromSource(context, mapped, "bulk")) {
    if (created) result.created++;
    else if (changed) result.updated++;
    else result.unchanged++;
  }
}

function toNewDocument({ config, journal }: Context, entry: JournalEntry): NewDocument {
  refuseUnstorableText([entry.text, entry.title, entry.metadata]);
  checkText(entry.text, config.documents.maxTextBytes);
  return {
    id: uuidv7(),
    userId: entry.userId,
    title: entry.title,
    text: entry.text,
    documentType: DEFAULT_DOCUMENT_TYPE,
    metadata: entry.metadata,
    entryDate: entry.entryDate,
    source: journal.name,
    sourceId: entry.id,
    contentHash: contentHash(entry, config.passages.withTitle),
  };
}

function reject(result: SyncResult, id: string, reason: string): void {
  result.rejected_count++;
  if (result.rejected.length < REJECTED_SHOWN) result.rejected.push({ id, reason });
}

async function readCursor({ database, journal }: Context): Promise<JournalCursor | undefined> {
  const [row] = await database.orm.select().from(syncState).where(eq(syncState.source, journal.name));
  return row?.cursorUpdatedAt && row.cursorId
    ? { updatedAt: row.cursorUpdatedAt, id: row.cursorId }
    : undefined;
}

async function saveCursor({ database, journal }: Context, cursor: JournalCursor): Promise<void> {
  const place = { cursorUpdatedAt: cursor.updatedAt, cursorId: cursor.id };
  await database.orm
    .insert(syncState)
    .values({ source: journal.name, ...place })
    .onConflictDoUpdate({ target: syncState.source, set: place });
}
