import { Echoes, Streaks, Timeline, type TimelineStep } from "@cosmic/contract/insights";
import { PatternMap, Patterns, ThemeDetail, ThemeDocuments } from "@cosmic/contract/patterns";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { cursorOf, request } from "../api/request.ts";
import { endOfDay, startOfDay, timeZone } from "../dates/days.ts";

/** How often a run is asked after, should no event tell of it. */
const ASK_MS = 4_000;

export const timelineQuery = (step: TimelineStep) =>
  queryOptions({
    queryKey: [KEYS.insights, "timeline", step],
    queryFn: ({ signal }) =>
      request(Timeline, "/insights/timeline", { query: { step, time_zone: timeZone() }, signal }),
  });

export const streaksQuery = queryOptions({
  queryKey: [KEYS.insights, "streaks"],
  queryFn: ({ signal }) =>
    request(Streaks, "/insights/streaks", { query: { time_zone: timeZone() }, signal }),
});

export const echoesQuery = queryOptions({
  queryKey: [KEYS.insights, "echoes"],
  queryFn: ({ signal }) => request(Echoes, "/insights/echoes", { query: { limit: 5 }, signal }),
});

/** The timeline by days of one year. */
export const yearQuery = (year: number) =>
  queryOptions({
    queryKey: [KEYS.insights, "timeline", "day", year],
    queryFn: ({ signal }) => {
      const [from, to] = [startOfDay(`${year}-01-01`), endOfDay(`${year}-12-31`)];
      const query = {
        step: "day",
        time_zone: timeZone(),
        date_from: from.toISOString(),
        date_to: to.toISOString(),
      };
      return request(Timeline, "/insights/timeline", { query, signal });
    },
  });

export const patternsQuery = queryOptions({
  queryKey: [KEYS.patterns],
  queryFn: ({ signal }) => request(Patterns, "/insights/patterns", { signal }),
  refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? ASK_MS : false),
});

export const isRunning = ({ job }: Patterns): boolean => job?.state === "waiting" || job?.state === "active";

/** All entries: too many to be asked for whenever one of them changes. */
export const mapQuery = queryOptions({
  queryKey: [KEYS.map],
  queryFn: ({ signal }) => request(PatternMap, "/insights/patterns/map", { signal }),
});

export const themeKey = (id: string) => [KEYS.patterns, "theme", id];
export const themePath = (id: string) => `/insights/patterns/themes/${encodeURIComponent(id)}`;

export const themeQuery = (id: string, step: TimelineStep) =>
  queryOptions({
    queryKey: [...themeKey(id), step],
    queryFn: ({ signal }) =>
      request(ThemeDetail, themePath(id), { query: { step, time_zone: timeZone() }, signal }),
  });

export const themeDocumentsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...themeKey(id), "documents"],
    queryFn: ({ pageParam, signal }) =>
      request(ThemeDocuments, `${themePath(id)}/documents`, { query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => cursorOf(next),
  });
