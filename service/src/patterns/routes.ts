import {
  FindPatterns,
  PatternMap,
  Patterns,
  PatternsQuery,
  SyncAccepted,
  Theme,
  ThemeChange,
  ThemeDetail,
  ThemeDocuments,
  ThemeDocumentsQuery,
  ThemeMerge,
  ThemeQuery,
} from "@cosmic/contract";
import { Type } from "typebox";
import { needs, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { changeTheme } from "./changing/change-theme.ts";
import { mergeTheme } from "./changing/merge-theme.ts";
import { readMap } from "./reading/map.ts";
import { readPatterns } from "./reading/patterns.ts";
import { themeDetail } from "./reading/theme-detail.ts";
import { themeDocuments } from "./reading/theme-documents.ts";
import { cancelRun, requestRun } from "./runs/request-run.ts";

const tags = ["patterns"];
const params = Type.Object({ id: Type.String() });

export function patternRoutes(app: Server, context: Context): void {
  app.get(
    `${API}/patterns/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "The themes of a user",
        description:
          "What the last run found, with the documents that joined since, the largest theme first. A theme that was merged into another is not in the list; it is told of by its id all the same.",
        querystring: PatternsQuery,
        response: responses({ 200: Patterns }),
      },
    },
    (request) => readPatterns(context, request.query.user_id),
  );

  app.post(
    `${API}/patterns/`,
    {
      config: needs("documents:write", userIn("body")),
      schema: {
        tags,
        summary: "Find themes now",
        description:
          "A run that waits or works already is not begun twice. It also happens by itself after enough has changed.",
        body: FindPatterns,
        response: responses({ 202: SyncAccepted }),
      },
    },
    async (request, reply) => {
      const jobId = await requestRun(context, request.body.user_id, "asked");
      reply.status(202);
      return { job_id: jobId, status_url: `${API}/jobs/${jobId}/` };
    },
  );

  app.post(
    `${API}/patterns/cancel/`,
    {
      config: needs("documents:write", userIn("body")),
      schema: {
        tags,
        summary: "Stop looking for themes",
        description:
          "The run that waits or works ends, and what was found before stays. The answer is as of `GET`; where no run is, nothing else happens.",
        body: FindPatterns,
        response: responses({ 200: Patterns }),
      },
    },
    async (request) => {
      await cancelRun(context, request.body.user_id);
      return readPatterns(context, request.body.user_id);
    },
  );

  app.get(
    `${API}/patterns/map/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "All documents of a user on a map: near ones are alike",
        querystring: PatternsQuery,
        response: responses({ 200: PatternMap }),
      },
    },
    (request) => readMap(context, request.query.user_id),
  );

  app.get(
    `${API}/patterns/themes/:id/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "A theme, how it went over time, and what is near",
        params,
        querystring: ThemeQuery,
        response: responses({ 200: ThemeDetail }),
      },
    },
    (request) => themeDetail(context, request.params.id, request.query),
  );

  app.get(
    `${API}/patterns/themes/:id/documents/`,
    {
      config: needs("documents:read", userIn("query")),
      schema: {
        tags,
        summary: "The documents of a theme, newest first",
        params,
        querystring: ThemeDocumentsQuery,
        response: responses({ 200: ThemeDocuments }),
      },
    },
    (request) => themeDocuments(context, request.params.id, request.query, request.url),
  );

  app.patch(
    `${API}/patterns/themes/:id/`,
    {
      config: needs("documents:write", userIn("query")),
      schema: {
        tags,
        summary: "Name or hide a theme",
        description: "Kept when themes are found anew.",
        params,
        querystring: PatternsQuery,
        body: ThemeChange,
        response: responses({ 200: Theme }),
      },
    },
    (request) => changeTheme(context, request.params.id, request.query.user_id, request.body),
  );

  app.post(
    `${API}/patterns/themes/:id/merge/`,
    {
      config: needs("documents:write", userIn("query")),
      schema: {
        tags,
        summary: "Make a theme part of another, or take that back",
        description:
          "Kept when themes are found anew. The answer is the theme that shows it now: the other one, or itself when it is taken back.",
        params,
        querystring: PatternsQuery,
        body: ThemeMerge,
        response: responses({ 200: Theme }),
      },
    },
    (request) => mergeTheme(context, request.params.id, request.query.user_id, request.body.into),
  );
}
