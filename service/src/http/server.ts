import { randomUUID } from "node:crypto";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { CosmicError } from "../errors.ts";
import type { HttpTimeouts } from "./config.ts";
import { refuseUnstorableText } from "./plain-text.ts";
import { sendBadAddress, sendNotFound, sendProblem } from "./problems.ts";
import { closesPromptly } from "./prompt-close.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import { validatorCompiler } from "./validation.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The handler checks the items of the body one by one. */
    itemsChecked?: boolean;
  }
}

export const API = "/api/v1";

const SECOND_MS = 1_000;
/** For servers that nothing is set for. */
const DEFAULT_TIMEOUTS: HttpTimeouts = {
  headers: 15 * SECOND_MS,
  request: 300 * SECOND_MS,
  idle: 300 * SECOND_MS,
  keepAlive: 65 * SECOND_MS,
};
/** What is asked when it stops, or is being answered, gets so long to end. */
const STOP_MS = 10 * SECOND_MS;
/** How often Node looks for connections that are too slow. */
const CHECK_EVERY_MS = 2 * SECOND_MS;

export interface ServerOptions {
  timeouts?: HttpTimeouts;
  /** Proxies that are believed: how many there are in front, or their addresses. */
  trustProxy?: number | string[];
}

/** What a feature adds its routes to. */
export type Server = ReturnType<typeof newServer>;

function neverAsked(): never {
  throw new Error("The compilers of schemas are set on the server.");
}

/** A server without routes: how input is checked, how faults are answered, what is logged, who is too slow. */
export function newServer(
  loggerInstance: FastifyBaseLogger,
  bodyLimit: number,
  { timeouts = DEFAULT_TIMEOUTS, trustProxy = 0 }: ServerOptions = {},
) {
  const { headers, request, idle, keepAlive } = timeouts;
  const app = fastify({
    // One of its own, so that `listen` can quieten it alone.
    loggerInstance: loggerInstance.child({}),
    bodyLimit,
    // A number counts hops from here, as it does for the backend.
    trustProxy: typeof trustProxy === "number" ? (_address, hop) => hop < trustProxy : trustProxy,
    requestTimeout: request,
    connectionTimeout: idle,
    keepAliveTimeout: keepAlive,
    http: { headersTimeout: Math.min(headers, request), connectionsCheckingInterval: CHECK_EVERY_MS },
    genReqId: () => randomUUID(),
    // Addresses that no route is looked for with; no hook is run for them either.
    frameworkErrors: (_error, request, reply) => {
      setSecurityHeaders(reply, "api");
      sendBadAddress(request, reply);
    },
    // Ids of users are up to 200 characters, each of which may take twelve in an address.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2_400 },
    // One line a request is enough; the default writes two, and one for every probe.
    logController: new LogController({ disableRequestLogging: true }),
    // Answered below, as a problem like any other.
    return503OnClosing: false,
    // The compilers are set below. With factories named here Fastify does not even load its own.
    schemaController: { compilersFactory: { buildValidator: neverAsked, buildSerializer: neverAsked } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // The types say what is answered; compiling a serializer a schema would cost the start more than it ever saves.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  const closeSoon = closesPromptly(app.server, STOP_MS);
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
    closeSoon();
  });
  app.addHook("onRequest", async () => {
    if (closing) throw new CosmicError("stopping", "The service is stopping. Try again in a moment.");
  });
  app.addHook("onResponse", async ({ raw }) => {
    // Whoever wanted a WebSocket and was refused: nothing else ends the connection, and a stop would wait for it.
    if (raw.headers.upgrade !== undefined) raw.socket.destroySoon();
  });
  app.addHook("preValidation", async (request) => {
    if (!request.routeOptions.config.itemsChecked) refuseUnstorableText(request.body);
    refuseUnstorableText(request.query);
    refuseUnstorableText(request.params);
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
