import { once } from "node:events";
import type { Server } from "../http/server.ts";
import type { Telemetry } from "./open.ts";
import { UNTRACED } from "./tracing.ts";

/** Measures every request of the server, and traces it from its checked input to the end of its answer. */
export function followRequests(app: Server, { metrics, tracing }: Telemetry): void {
  app.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    // Of what was asked in vain neither path nor method is known to be one of few.
    const known = routeOptions.url !== undefined;
    const labels = known ? { method, route: routeOptions.url } : { method: "any", route: "none" };
    metrics.requests.observe({ ...labels, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  if (tracing === UNTRACED) return;
  app.addHook("preValidation", (request, reply, done) => {
    const { method, routeOptions, headers, id } = request;
    const route = routeOptions.url ?? "none";
    const start = {
      name: `${method} ${route}`,
      kind: "server" as const,
      attributes: { "http.request.method": method, "http.route": route, "request.id": id },
      parent: typeof headers.traceparent === "string" ? headers.traceparent : undefined,
      age: reply.elapsedTime,
    };
    void tracing.span(start, async (span) => {
      const closed = once(reply.raw, "close");
      // Hooks, handler and all that they call happen within the span.
      done();
      await closed;
      span.set({ "http.response.status_code": reply.statusCode });
      if (reply.statusCode >= 500) span.fail(String(reply.statusCode));
    });
  });
}
