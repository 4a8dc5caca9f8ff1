import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { Context } from "../context.ts";
import { documentRoutes } from "../documents/routes.ts";
import { embeddingRoutes } from "../embeddings/routes.ts";
import { healthRoutes } from "../health/routes.ts";
import { jobRoutes } from "../jobs/routes.ts";
import { modelRoutes } from "../models/routes.ts";
import { processRoutes } from "../processes/routes.ts";
import { reconciliationRoutes } from "../reconciliation/routes.ts";
import { searchRoutes } from "../search/routes.ts";
import { syncRoutes } from "../sync/routes.ts";
import { namedSchemas, openApiOptions } from "./openapi.ts";
import { newServer } from "./server.ts";

/** The HTTP service over a context, not yet listening. */
export async function buildApp(context: Context) {
  const app = newServer(context.log, context.config.http.maxBodyBytes);
  for (const schema of namedSchemas) app.addSchema(schema);
  await app.register(swagger, openApiOptions);
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    theme: {
      title: "Cosmic Insights API",
      css: [{ filename: "own.css", content: ".topbar { display: none }" }],
    },
  });
  documentRoutes(app, context);
  embeddingRoutes(app, context);
  searchRoutes(app, context);
  syncRoutes(app, context);
  processRoutes(app, context);
  jobRoutes(app, context);
  modelRoutes(app, context);
  reconciliationRoutes(app, context);
  healthRoutes(app, context);
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  await app.ready();
  return app;
}
