import { Echoes, Streaks, Timeline, type TimelineStep } from "@cosmic/contract/insights";
import { queryOptions } from "@tanstack/react-query";
import { KEYS } from "../api/keys.ts";
import { request } from "../api/request.ts";
import { timeZone } from "../dates/days.ts";

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
