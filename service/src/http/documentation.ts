import type { FastifyContextConfig } from "fastify";
import { openApiOptions } from "./openapi.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import { newServer, type Server } from "./server.ts";

/** Bytes. Nothing with a body is ever sent to these pages. */
const LONGEST_BODY = 1024;

/**
 * Adds `/openapi.json` and `/docs/`. What makes them is loaded at the first request for one: a start is faster
 * without, and most processes are never asked.
 *
 * @param config says who may ask for them
 * @param addRoutes gives a server the routes that are described
 */
export function addDocumentation(
  app: Server,
  config: FastifyContextConfig,
  addRoutes: (app: Server) => void,
): void {
  let opening: ReturnType<typeof openDocumentation> | undefined;
  const documentation = () => {
    opening ??= openDocumentation(newServer(app.log, LONGEST_BODY), addRoutes);
    return opening;
  };
  app.addHook("onClose", async () => (await opening)?.close());
  app.get("/openapi.json", { config, schema: { hide: true } }, async () => (await documentation()).swagger());
  for (const path of ["/docs", "/docs/*"]) {
    app.get(path, { config, schema: { hide: true } }, async (request, reply) => {
      const { routing } = await documentation();
      reply.hijack();
      routing(request.raw, reply.raw);
    });
  }
}

/** A server that has the same routes, to look at them, and is only ever asked for its pages. */
async function openDocumentation(described: Server, addRoutes: (app: Server) => void) {
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import("@fastify/swagger"),
    import("@fastify/swagger-ui"),
  ]);
  await described.register(swagger, openApiOptions);
  await described.register(swaggerUi, {
    routePrefix: "/docs",
    theme: {
      title: "Cosmic Insights API",
      css: [{ filename: "own.css", content: ".swagger-ui .topbar { display: none }" }],
    },
  });
  described.addHook("onRequest", async (_request, reply) => setSecurityHeaders(reply, "docs"));
  addRoutes(described);
  await described.ready();
  return described;
}
