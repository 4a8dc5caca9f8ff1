import { AuditList, AuditQuery } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import { adminRoutes } from "./admin-routes.ts";
import { listDeeds } from "./audit.ts";
import { keyRoutes } from "./key-routes.ts";
import { everyones, needs } from "./route-access.ts";
import { sessionRoutes } from "./session-routes.ts";

export function accessRoutes(app: Server, context: Context): void {
  sessionRoutes(app, context);
  keyRoutes(app, context);
  adminRoutes(app, context);
  app.get(
    `${API}/access/audit/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags: ["access"],
        summary: "Who did what to what, newest first",
        querystring: AuditQuery,
        response: responses({ 200: AuditList }),
      },
    },
    (request) => listDeeds(context.database.orm, request.query, request.url),
  );
}
