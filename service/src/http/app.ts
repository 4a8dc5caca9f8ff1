import { randomUUID } from "node:crypto";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyBaseLogger } from "fastify";
import type { Context } from "../context.ts";
import { documentRoutes } from "../documents/routes.ts";
import { embeddingRoutes } from "../embeddings/routes.ts";
import { healthRoutes } from "../health/routes.ts";
import { jobRoutes } from "../jobs/routes.ts";
import { searchRoutes } from "../search/routes.ts";
import { syncRoutes } from "../sync/routes.ts";
import { openApiOptions } from "./openapi.ts";
import { refuseUnstorableText } from "./plain-text.ts";
import { sendNotFound, sendProblem } from "./problems.ts";
import { validatorCompiler } from "./validation.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The handler checks the items of the body one by one. */
    itemsChecked?: boolean;
  }
}

export type App = Awaited<ReturnType<typeof buildApp>>;

export const API = "/api/v1";

/** The HTTP service over a context, not yet listening. */
export async function buildApp(context: Context) {
  const app = newApp(context.log, context.config.http.maxBodyBytes);
  await app.register(swagger, openApiOptions);
  await app.register(swaggerUi, { routePrefix: "/docs" });
  documentRoutes(app, context);
  embeddingRoutes(app, context);
  searchRoutes(app, context);
  syncRoutes(app, context);
  jobRoutes(app, context);
  healthRoutes(app, context);
  await app.ready();
  return app;
}

export function newApp(loggerInstance: FastifyBaseLogger, bodyLimit: number) {
  const app = fastify({
    loggerInstance,
    bodyLimit,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true },
    // One line a request is enough; the default writes two, and one for every probe.
    disableRequestLogging: true,
    return503OnClosing: true,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  app.addHook("preValidation", async (request) => {
    if (!request.routeOptions.config.itemsChecked) refuseUnstorableText(request.body);
    refuseUnstorableText(request.query);
  });
  app.addHook("onResponse", async (request, reply) => {
    const { method, url } = request;
    const line = {
      method,
      url: url.split("?")[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    request.log.debug(line, "request");
  });
  return app;
}
