import type { Server } from "./server.ts";

/** How long a browser remembers that it may ask, in seconds. */
const REMEMBERED_SECONDS = 600;
const METHODS = "GET, POST, PATCH, DELETE";
const HEADERS = "authorization, x-api-key, content-type, x-access-reason";
const SHOWN = "retry-after, location, content-disposition";

/**
 * Lets pages of these origins use the API from a browser, with a key or token that they have. Never with a cookie: an
 * admin's session is for the service's own pages.
 */
export function allowOrigins(app: Server, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.addHook("onRequest", async (request, reply) => {
    const { origin } = request.headers;
    reply.header("vary", "origin");
    if (origin === undefined || !origins.includes(origin)) return;
    reply.headers({
      "access-control-allow-origin": origin,
      "access-control-expose-headers": SHOWN,
      "cross-origin-resource-policy": "cross-origin",
    });
    if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined)
      return;
    reply.headers({
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": HEADERS,
      "access-control-max-age": REMEMBERED_SECONDS,
    });
    return reply.status(204).send();
  });
}
