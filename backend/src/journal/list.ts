import type { JournalQuery } from "@cosmic/contract/app";
import { decodeCursor, type Page, toPage } from "../../../service/src/http/page.ts";
import type { Entry, Journal } from "../stores/journal.ts";
import { toMoment } from "./entries.ts";

/**
 * A page of entries, newest day first: page 1,000 costs what page 1 costs.
 *
 * @param url of the request, for the links to the pages beside it
 */
export async function listEntries(
  journal: Journal,
  userId: string,
  query: JournalQuery,
  url: string,
): Promise<Page<Entry>> {
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, isKey);
  const [date = "", id = ""] = cursor?.key ?? [];
  const filter = {
    ...(query.date_from === undefined ? {} : { from: toMoment(query.date_from, "/date_from") }),
    ...(query.date_to === undefined ? {} : { to: toMoment(query.date_to, "/date_to") }),
    ...(query.mood === undefined ? {} : { mood: query.mood }),
    ...(query.tag === undefined ? {} : { tag: query.tag }),
  };
  const [rows, count] = await Promise.all([
    journal.list(userId, filter, {
      ...(cursor && { from: { entryDate: new Date(date), id } }),
      backwards: cursor?.direction === "previous",
      limit: limit + 1,
    }),
    journal.count(userId, filter),
  ]);
  const keyOf = (entry: Entry) => [entry.entryDate.toISOString(), entry.id];
  return toPage(rows, { limit, cursor, count, url }, keyOf, (entry) => entry);
}

/** An id is a UUID or an ObjectId, by the store. */
const ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24})$/i;

function isKey([date = "", id = ""]: readonly string[]): boolean {
  return !Number.isNaN(Date.parse(date)) && ID.test(id);
}
