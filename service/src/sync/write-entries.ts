import type { SyncResult } from "@cosmic/contract";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../context.ts";
import { checkMetadata, checkText, contentHash } from "../documents/content.ts";
import { DEFAULT_DOCUMENT_TYPE } from "../documents/create.ts";
import type { NewDocument } from "../documents/document-rows.ts";
import { removeFromSource } from "../documents/remove-from-source.ts";
import { checkRetained } from "../documents/retention/kept-until.ts";
import { upsertFromSource } from "../documents/upsert.ts";
import { CosmicError } from "../errors.ts";
import { refuseUnstorableText } from "../http/plain-text.ts";
import type { JournalEntries, JournalEntry } from "../ports/journal/journal.ts";
import { reject } from "./counts.ts";
import { readState } from "./state.ts";

/** As in `DocumentCreate` of the contract. */
const LONGEST = { userId: 200, id: 200, title: 1000 };

/**
 * Brings the documents up to date with these entries and counts what became of them. An entry that cannot become
 * a document is counted as rejected and leaves the others alone.
 *
 * @param removalBefore `SyncState.removal` from before the entries were read; the change stream itself needs none
 */
export async function writeEntries(
  context: Context,
  { entries, rejected }: JournalEntries,
  counts: SyncResult,
  urgency: "interactive" | "bulk",
  removalBefore?: string | null,
): Promise<void> {
  counts.read += entries.length + rejected.length;
  for (const { id, reason } of rejected) reject(counts, id, reason);
  const mapped: NewDocument[] = [];
  for (const entry of entries) {
    try {
      mapped.push(toNewDocument(context, entry));
    } catch (error) {
      if (!(error instanceof CosmicError)) throw error;
      reject(counts, entry.id, error.message);
    }
  }
  const created: string[] = [];
  const written = await upsertFromSource(context, mapped, urgency, "report");
  written.forEach((outcome, i) => {
    const id = mapped[i]?.sourceId ?? "";
    if (outcome.conflict) reject(counts, id, outcome.conflict.message);
    else if (outcome.created) created.push(id);
    else if (outcome.changed) counts.updated++;
    else counts.unchanged++;
  });
  counts.created += created.length;
  if (removalBefore !== undefined) await takeBackRemoved(context, created, removalBefore);
}

/** The change stream or a push may have removed a document after its entry was read and before it was written. */
async function takeBackRemoved(
  context: Context,
  created: readonly string[],
  before: string | null,
): Promise<void> {
  if (created.length === 0 || (await readState(context)).removal === before) return;
  const there = await context.journal.existing(created);
  await removeFromSource(
    context,
    context.journal.name,
    created.filter((id) => !there.has(id)),
  );
}

function toNewDocument({ config, journal }: Context, entry: JournalEntry): NewDocument {
  const { id, userId, title, text, metadata } = entry;
  refuseUnstorableText({ id, user: userId, title, text, metadata });
  for (const [name, longest] of [
    ["id", LONGEST.id],
    ["userId", LONGEST.userId],
    ["title", LONGEST.title],
  ] as const) {
    const { length } = entry[name];
    if (length > longest) {
      throw new CosmicError(
        "text_too_long",
        `${name} has ${length} characters; at most ${longest} are allowed.`,
      );
    }
  }
  checkText(text, config.documents.maxTextBytes);
  checkMetadata(metadata);
  const documentType = DEFAULT_DOCUMENT_TYPE;
  checkRetained(config.documents.retention, { documentType, entryDate: entry.entryDate });
  return {
    id: uuidv7(),
    userId,
    title,
    text,
    documentType,
    metadata,
    entryDate: entry.entryDate,
    source: journal.name,
    sourceId: id,
    contentHash: contentHash(entry, config.passages.withTitle),
  };
}
