import { JournalEntryView, JournalList } from "@cosmic/contract/app";
import { request } from "../../api/request.ts";
import { fetchEntry } from "../entries.ts";
import type { EntryFields } from "../fields.ts";

/** What saving asks of the journal. All reject as `request` does. */
export interface JournalApi {
  create(fields: EntryFields): Promise<JournalEntryView>;
  /** Rejects with status 412 if the entry has another version by now, and 404 if it is gone. */
  change(base: { id: string; version: string }, fields: EntryFields): Promise<JournalEntryView>;
  read(id: string): Promise<JournalEntryView>;
  /** Entries of exactly this moment. */
  at(moment: Date): Promise<JournalEntryView[]>;
}

export const journalApi: JournalApi = {
  create: (fields) => request(JournalEntryView, "/journal", { method: "POST", body: fields }),
  change: ({ id, version }, fields) =>
    request(JournalEntryView, `/journal/${encodeURIComponent(id)}`, {
      method: "PATCH",
      body: fields,
      headers: { "if-match": `"${version}"` },
    }),
  read: (id) => fetchEntry(id),
  async at(moment) {
    const time = moment.toISOString();
    const query = { date_from: time, date_to: time, limit: 200 };
    return (await request(JournalList, "/journal", { query })).results;
  },
};
