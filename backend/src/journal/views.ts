import type { JournalEntryView } from "@cosmic/contract/app";
import type { Log } from "../log.ts";
import type { Service } from "../service/service.ts";
import type { Entry } from "../stores/journal.ts";
import { findDocuments } from "./documents.ts";

export interface ViewOptions {
  service: Service;
  /** Name of the journal in the service. */
  source: string;
  log: Log;
}

/** Entries of one user as they are shown, each with its document. While the service is away no entry has one. */
export async function toViews(
  { service, source, log }: ViewOptions,
  entries: readonly Entry[],
): Promise<JournalEntryView[]> {
  const [first] = entries;
  if (!first) return [];
  const ids = entries.map(({ id }) => id);
  const documents = await findDocuments(service, source, first.userId, ids).catch((error: unknown) => {
    log.debug({ err: error }, "entries are shown without their documents");
    return new Map<string, NonNullable<JournalEntryView["document"]>>();
  });
  return entries.map(({ id, title, text, mood, tags, entryDate, createdAt, updatedAt, sample }) => ({
    id,
    title,
    text,
    mood,
    tags,
    entry_date: entryDate.toISOString(),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    sample,
    document: documents.get(id) ?? null,
  }));
}
