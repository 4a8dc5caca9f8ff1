/**
 * Search and insights of the service for the user of any Express application, in five lines:
 *
 *     import { insightsRouter } from "@cosmic/backend/src/insights-router.ts";
 *     const identify = (request) => request.user?.id;          // whatever your sessions say; undefined is answered 401
 *     const options = { serviceUrl: "http://127.0.0.1:8000", source: "mongodb", identify };
 *     app.use("/api/insights", insightsRouter(options));       // POST search, GET similar/:entryId, on-this-day,
 *     app.listen(5000);                                        // timeline, streaks, echoes, export; themes: patterns
 */
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from "express";
import { AppError } from "./errors.ts";
import { problemSender } from "./http/problems.ts";
import { findDocuments } from "./journal/documents.ts";
import type { Log } from "./log.ts";
import { passOn } from "./service/pass-on.ts";
import { connectService, serviceAway } from "./service/service.ts";

export interface InsightsRouterOptions {
  /** Such as `http://127.0.0.1:8000`. */
  serviceUrl: string;
  /** An API key of the service with the scopes `documents:read` and `search`, where it asks who is there. */
  serviceKey?: string | undefined;
  /** The name of your journal in the service: `mongodb`, or `journal_entries` for the table of its own database. */
  source: string;
  /** Id of the user who asks, as the journal has it. The one place where it comes from: never from the request itself. */
  identify(request: Request): string | undefined | Promise<string | undefined>;
  log?: Log;
}

/** What is asked for by a GET with nothing but parameters, and where the service answers it. */
const LISTS = {
  "on-this-day": "/api/v1/insights/on-this-day/",
  timeline: "/api/v1/insights/timeline/",
  streaks: "/api/v1/insights/streaks/",
  echoes: "/api/v1/insights/echoes/",
  patterns: "/api/v1/patterns/",
  "patterns/map": "/api/v1/patterns/map/",
};

/** What there is of a theme, and what can be done with it; the user is a parameter. */
const THEMES = [
  ["get", ""],
  ["patch", ""],
  ["get", "/documents"],
  ["post", "/merge"],
] as const;

const json = express.json({ limit: "64kb" });

export function insightsRouter(options: InsightsRouterOptions): Router {
  const { source } = options;
  const service = connectService(options.serviceUrl, options.serviceKey);
  const router = Router();
  const userOf = (request: Request) => requireUser(options, request);

  router.post("/search", json, async (request, response) => {
    const userId = await userOf(request);
    const body = { ...objectOf(request.body), user_id: userId };
    await passOn(service, response, "/api/v1/search/", { method: "POST", body });
  });

  router.get("/similar/:entryId", async (request, response) => {
    const userId = await userOf(request);
    const query = ownQuery(request);
    const { entryId } = request.params;
    const documents = await findDocuments(service, source, userId, [entryId]).catch((error: unknown) => {
      throw serviceAway(error);
    });
    const document = documents.get(entryId);
    if (!document) {
      throw new AppError(
        "document_not_found",
        "This entry cannot be searched yet, or there is none of this id.",
      );
    }
    await passOn(service, response, `/api/v1/documents/${document.id}/similar/?${query}`);
  });

  for (const [name, path] of Object.entries(LISTS)) {
    router.get(`/${name}`, async (request, response) => {
      const userId = await userOf(request);
      const query = ownQuery(request);
      query.set("user_id", userId);
      await passOn(service, response, `${path}?${query}`);
    });
  }

  for (const path of ["/patterns", "/patterns/cancel"]) {
    router.post(path, json, async (request, response) => {
      const userId = await userOf(request);
      ownQuery(request);
      const body = { ...objectOf(request.body ?? {}), user_id: userId };
      await passOn(service, response, `/api/v1${path}/`, { method: "POST", body });
    });
  }

  for (const [method, path] of THEMES) {
    router[method](
      `/patterns/themes/:id${path}`,
      json,
      async (request: Request<{ id: string }>, response) => {
        const userId = await userOf(request);
        const query = ownQuery(request);
        query.set("user_id", userId);
        const target = `/api/v1/patterns/themes/${checkId(request.params.id)}${path}/?${query}`;
        const sent = method === "get" ? {} : { body: objectOf(request.body) };
        await passOn(service, response, target, { method: method.toUpperCase(), ...sent });
      },
    );
  }

  router.get("/export", exportHandler(options));
  router.use(ownProblems(options.log));
  return router;
}

/** All that the service has of the user, streamed through: `?format=json` or `markdown`. */
export function exportHandler(options: InsightsRouterOptions): RequestHandler {
  const service = connectService(options.serviceUrl, options.serviceKey);
  return async (request: Request, response: Response) => {
    const userId = await requireUser(options, request);
    await passOn(
      service,
      response,
      `/api/v1/users/${encodeURIComponent(userId)}/export/?${ownQuery(request)}`,
    );
  };
}

async function requireUser({ identify }: InsightsRouterOptions, request: Request): Promise<string> {
  const userId = await identify(request);
  if (!userId) throw new AppError("not_signed_in", "Sign in first.");
  return userId;
}

/** The parameters of the request, none of which may name a user. */
function ownQuery(request: Request): URLSearchParams {
  const query = new URL(request.originalUrl, "http://localhost").searchParams;
  if (query.has("user_id")) refuseUser();
  return query;
}

/** What is no id must not become another path. */
function checkId(id: string): string {
  if (/^[\w-]+$/.test(id)) return id;
  throw new AppError("not_found", "There is no theme of this id.");
}

function objectOf(body: unknown): object {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new AppError("invalid_type", "The body must be a JSON object.", { field: "/" });
  }
  if (Object.hasOwn(body, "user_id")) refuseUser();
  return body;
}

function refuseUser(): never {
  throw new AppError("unknown_field", "user_id is taken from the session and cannot be sent.", {
    field: "/user_id",
  });
}

/** Also in an application that has no such handler; what is not ours is left to it. */
function ownProblems(log: Log | undefined): ErrorRequestHandler {
  const silent = () => {};
  const send = problemSender(log ?? { debug: silent, info: silent, warn: silent, error: silent });
  return (error: unknown, request, response, next) => {
    if (error instanceof AppError) send(error, request, response, next);
    else next(error);
  };
}
