import multipart from "@fastify/multipart";
import websocket from "@fastify/websocket";
import { guard } from "../access/guard.ts";
import { known, open } from "../access/route-access.ts";
import { accessRoutes } from "../access/routes.ts";
import { adminAppRoutes } from "../admin/routes.ts";
import { backupRoutes } from "../backup/routes.ts";
import type { Context } from "../context.ts";
import { documentRoutes } from "../documents/routes.ts";
import { embeddingRoutes } from "../embeddings/routes.ts";
import { eventRoutes, webSocketOptions } from "../events/routes.ts";
import { datasetRoutes } from "../experiments/datasets/routes.ts";
import { experimentRoutes } from "../experiments/routes.ts";
import { feedbackRoutes } from "../feedback/routes.ts";
import { healthRoutes } from "../health/routes.ts";
import { insightRoutes } from "../insights/routes.ts";
import { jobRoutes } from "../jobs/routes.ts";
import { modelRoutes } from "../models/routes.ts";
import { openAiRoutes } from "../openai/routes.ts";
import { patternRoutes } from "../patterns/routes.ts";
import { processRoutes } from "../processes/routes.ts";
import { reconciliationRoutes } from "../reconciliation/routes.ts";
import { searchRoutes } from "../search/routes.ts";
import { settingRoutes } from "../settings/routes.ts";
import { syncRoutes } from "../sync/routes.ts";
import { followRequests } from "../telemetry/follow-requests.ts";
import { metricRoutes } from "../telemetry/routes.ts";
import { tuningRoutes } from "../tuning/routes.ts";
import { usageRoutes } from "../usage/routes.ts";
import { userRoutes } from "../users/routes.ts";
import { refuseOtherMethods } from "./allowed-methods.ts";
import { allowOrigins } from "./cors.ts";
import { addDocumentation } from "./documentation.ts";
import { namedSchemas } from "./openapi.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import { newServer, type Server } from "./server.ts";

/** The HTTP service over a context, not yet listening. */
export async function buildApp(context: Context) {
  const {
    http,
    access,
    app: { trustProxy },
  } = context.config;
  const app = newServer(context.log, http.maxBodyBytes, { timeouts: http.timeouts, trustProxy });
  followRequests(app, context.telemetry);
  app.addHook("onRequest", async (_request, reply) => setSecurityHeaders(reply, "api"));
  allowOrigins(app, http.corsOrigins);
  refuseOtherMethods(app);
  await guard(app, context);
  await app.register(websocket, webSocketOptions);
  await app.register(multipart);
  addRoutes(app, context);
  adminAppRoutes(app, context.config.admin.folder);
  addDocumentation(app, access.publicDocs ? open() : known(), (documented) => addRoutes(documented, context));
  await app.ready();
  return app;
}

function addRoutes(app: Server, context: Context): void {
  for (const schema of namedSchemas) app.addSchema(schema);
  documentRoutes(app, context);
  embeddingRoutes(app, context);
  openAiRoutes(app, context);
  searchRoutes(app, context);
  feedbackRoutes(app, context);
  insightRoutes(app, context);
  patternRoutes(app, context);
  syncRoutes(app, context);
  userRoutes(app, context);
  processRoutes(app, context);
  jobRoutes(app, context);
  eventRoutes(app, context);
  modelRoutes(app, context);
  tuningRoutes(app, context);
  experimentRoutes(app, context);
  datasetRoutes(app, context);
  usageRoutes(app, context);
  reconciliationRoutes(app, context);
  settingRoutes(app, context);
  accessRoutes(app, context);
  healthRoutes(app, context);
  metricRoutes(app, context);
  backupRoutes(app, context);
}
