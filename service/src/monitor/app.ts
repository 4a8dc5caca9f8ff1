import { guard } from "../access/guard.ts";
import { everyones, needs } from "../access/route-access.ts";
import { sessionRoutes } from "../access/session-routes.ts";
import type { Context } from "../context.ts";
import { setSecurityHeaders } from "../http/security-headers.ts";
import { newServer, type Server } from "../http/server.ts";
import { jobRoutes } from "../jobs/routes.ts";
import { processRoutes } from "../processes/routes.ts";
import { endedTotals } from "./ended-totals.ts";
import { readOverview } from "./overview.ts";
import { pageRoutes } from "./page-files.ts";
import { refuseOtherOrigins } from "./same-origin.ts";

/** Nothing that is sent here has a body worth mentioning. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * The monitor over a context, not yet listening: its page, the facts it shows, and the routes of the API for jobs and
 * processes, so that both say the same.
 */
export async function buildMonitor(context: Context): Promise<Server> {
  const { queue, config } = context;
  const app = newServer(context.log, MAX_BODY_BYTES, {
    timeouts: config.http.timeouts,
    trustProxy: config.app.trustProxy,
  });
  await guard(app, context);
  app.addHook("onRequest", async (request, reply) => {
    setSecurityHeaders(reply, "page");
    await refuseOtherOrigins(request);
  });
  const readEnded = endedTotals(queue);
  app.get("/overview/", { config: needs("admin", everyones) }, () => readOverview(context, readEnded));
  sessionRoutes(app, context);
  processRoutes(app, context);
  jobRoutes(app, context);
  await pageRoutes(app);
  if (config.queue.kind === "redis") {
    const { mountBullBoard } = await import("./bull-board.ts");
    await mountBullBoard(app, config.queue, queue);
  }
  await app.ready();
  return app;
}
