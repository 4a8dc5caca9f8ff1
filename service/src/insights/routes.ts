import {
  Echoes,
  EchoesQuery,
  OnThisDay,
  OnThisDayQuery,
  Streaks,
  StreaksQuery,
  Timeline,
  TimelineQuery,
} from "@cosmic/contract";
import { needs, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { echoes } from "./echoes.ts";
import { onThisDay } from "./on-this-day.ts";
import { streaks } from "./streaks.ts";
import { timeline } from "./timeline.ts";

const tags = ["insights"];

export function insightRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/insights/on-this-day/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "What a user wrote on this day in years before",
        description: "The 29th of February shows on the 28th in years without a 29th.",
        querystring: OnThisDayQuery,
        response: responses({ 200: OnThisDay }),
      },
    },
    (request) => onThisDay(context, request.query),
  );

  app.get(
    `${API}/insights/timeline/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "How much a user wrote, step by step, with moods",
        description:
          "Weeks begin on Monday. Words are counted roughly: spaces and line ends. An entry date of midnight in UTC is a day without a time of day and is the same day in every zone.",
        querystring: TimelineQuery,
        response: responses({ 200: Timeline }),
      },
    },
    (request) => timeline(context, request.query),
  );

  app.get(
    `${API}/insights/streaks/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "On how many days a user wrote, and how many in a row",
        description:
          "The current streak ends today or yesterday. What is dated in the future does not count.",
        querystring: StreaksQuery,
        response: responses({ 200: Streaks }),
      },
    },
    (request) => streaks(context, request.query),
  );

  app.get(
    `${API}/insights/echoes/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "Old documents near to the newest ones",
        description:
          "The newest are up to 20 documents of the 14 days that end with the newest one; the old ones lie at least 60 days before them.",
        querystring: EchoesQuery,
        response: responses({ 200: Echoes }),
      },
    },
    (request) => echoes(context, request.query),
  );
}
