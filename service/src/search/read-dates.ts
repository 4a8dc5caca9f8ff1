import type { SearchRequest, SearchResponse } from "@cosmic/contract";
import { type DateFilter, toDateFilter } from "./dates/date-filter.ts";
import { isoDay } from "./dates/days.ts";
import { openTimeZone } from "./dates/time-zone.ts";
import { understandDates } from "./dates/understand-dates.ts";

export interface ReadQuery {
  /** What is searched: the query without the words that named a time, if others are left. */
  text: string;
  filter: DateFilter;
  /** Part of the answer; without it where dates were not asked for. */
  answer: Pick<SearchResponse, "dates">;
}

/**
 * Understands the dates in a query where that is asked for.
 *
 * @throws CosmicError `invalid_value` if the time zone is none
 */
export async function readDates(
  { query, dates, time_zone: name = "UTC" }: SearchRequest,
  now: number,
): Promise<ReadQuery> {
  const unasked: ReadQuery = { text: query, filter: {}, answer: {} };
  if (!dates && name === "UTC") return unasked;
  // Also where it is not needed, so that a wrong name is found at once.
  const zone = openTimeZone(name);
  if (!dates) return unasked;
  const understood = await understandDates(query, now, zone);
  if (!understood) return { text: query, filter: {}, answer: { dates: null } };
  const { range, words, rest } = understood;
  const text = rest || query;
  const { from, to } = range;
  return {
    text,
    filter: toDateFilter(range, zone),
    answer: {
      dates: {
        from: from === undefined ? null : isoDay(from),
        to: to === undefined ? null : isoDay(to),
        time_zone: name,
        words,
        query: text,
      },
    },
  };
}
