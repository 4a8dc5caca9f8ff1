import { JournalEntryView, JournalList, type JournalQuery, JournalVocabulary } from "@cosmic/contract/app";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { command, cursorOf, request } from "../api/request.ts";
import { type Month, monthRange } from "../dates/days.ts";

const PAGE = 200;

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: [KEYS.journal, "entry", id],
    queryFn: ({ signal }) => fetchEntry(id, signal),
  });

export const fetchEntry = (id: string, signal?: AbortSignal): Promise<JournalEntryView> =>
  request(JournalEntryView, `/journal/${encodeURIComponent(id)}`, signal ? { signal } : {});

/** All entries of a month, newest first. */
export const monthQuery = (month: Month) =>
  queryOptions({
    queryKey: [KEYS.journal, "month", month],
    queryFn: ({ signal }) => fetchAll(monthRange(month), signal),
  });

/** How many entries there are, and the newest of them. */
export const newestQuery = queryOptions({
  queryKey: [KEYS.journal, "newest"],
  queryFn: async ({ signal }) => {
    const { count, results } = await request(JournalList, "/journal", { query: { limit: 1 }, signal });
    return { count, entry: results[0] ?? null };
  },
});

export const vocabularyQuery = queryOptions({
  queryKey: [KEYS.vocabulary],
  queryFn: ({ signal }) => request(JournalVocabulary, "/journal/vocabulary", { signal }),
});

export function useDeleteEntry() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => command(`/journal/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: entryQuery(id).queryKey });
      for (const key of [
        KEYS.journal,
        KEYS.vocabulary,
        KEYS.search,
        KEYS.insights,
        KEYS.patterns,
        KEYS.map,
        KEYS.sample,
      ]) {
        client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}

export async function fetchAll(
  query: Omit<JournalQuery, "limit" | "cursor">,
  signal: AbortSignal,
): Promise<JournalEntryView[]> {
  const all: JournalEntryView[] = [];
  let cursor: string | undefined;
  do {
    const page = await request(JournalList, "/journal", { query: { ...query, limit: PAGE, cursor }, signal });
    all.push(...page.results);
    cursor = cursorOf(page.next);
  } while (cursor !== undefined);
  return all;
}
