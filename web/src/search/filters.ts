import type { JournalQuery } from "@cosmic/contract/app";
import type { SearchRequest } from "@cosmic/contract/search";
import { type Day, endOfDay, isDay, startOfDay } from "../dates/days.ts";

/** What is asked for, as the address says it. Empty texts stand for nothing. */
export interface SearchFilters {
  q: string;
  type: string;
  mood: string;
  tag: string;
  from: Day;
  to: Day;
}

export const NO_FILTERS: SearchFilters = { q: "", type: "", mood: "", tag: "", from: "", to: "" };

const NAMES = ["q", "type", "mood", "tag", "from", "to"] as const;
/** As in the contract. */
const LONGEST = { q: 10_000, type: 100, mood: 50, tag: 50, from: 10, to: 10 };

export function filtersOf(parameters: URLSearchParams): SearchFilters {
  const filters = { ...NO_FILTERS };
  for (const name of NAMES) filters[name] = (parameters.get(name) ?? "").slice(0, LONGEST[name]);
  if (!isDay(filters.from)) filters.from = "";
  if (!isDay(filters.to)) filters.to = "";
  return filters;
}

export function searchAddress(filters: Partial<SearchFilters>): string {
  const parameters = new URLSearchParams();
  for (const name of NAMES) {
    const value = filters[name];
    if (value) parameters.set(name, value);
  }
  return parameters.size > 0 ? `/search?${parameters}` : "/search";
}

/** Whether anything but the words is asked for. */
export const isNarrowed = (filters: SearchFilters): boolean =>
  NAMES.some((name) => name !== "q" && filters[name] !== "");

/** Hits that are asked for where some are left out afterwards. */
export const BEFORE_PICKING = 200;

/**
 * The service filters by values, not by members of lists: of tags it knows nothing, so more is asked for, and
 * `hasTag` picks.
 *
 * @param topK how many hits at the most
 */
export function toSearchRequest(
  { q, type, mood, tag, from, to }: SearchFilters,
  topK: number,
): SearchRequest {
  return {
    query: q.trim(),
    prefix: true,
    top_k: tag ? BEFORE_PICKING : topK,
    ...(type && { document_type: type }),
    ...(mood && { metadata: { mood } }),
    ...datesOf({ from, to }),
  };
}

export const hasMood = ({ mood }: Readonly<Record<string, unknown>>, wanted: string): boolean =>
  mood === wanted;

export function hasTag({ tags }: Readonly<Record<string, unknown>>, tag: string): boolean {
  return tag === "" || (Array.isArray(tags) && tags.includes(tag));
}

/** Entries that fit the filters, where no words are asked for. */
export function toJournalQuery({ mood, tag, from, to }: SearchFilters): JournalQuery {
  return { ...(mood && { mood }), ...(tag && { tag }), ...datesOf({ from, to }) };
}

function datesOf({ from, to }: Pick<SearchFilters, "from" | "to">) {
  return {
    ...(from && { date_from: startOfDay(from).toISOString() }),
    ...(to && { date_to: endOfDay(to).toISOString() }),
  };
}
