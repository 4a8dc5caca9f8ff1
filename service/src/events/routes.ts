import { EVENT_PROTOCOL, EVENT_TYPES, EventMessage, EventQuery } from "@cosmic/contract";
import type { WebsocketPluginOptions } from "@fastify/websocket";
import type { FastifyRequest } from "fastify";
import type { Static } from "typebox";
import { readCredential } from "../access/credentials.ts";
import { needs, userIn } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import { isOwnOrigin } from "../http/own-origin.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";
import type { ConnectionOptions } from "./connection.ts";
import { type Connections, createConnections, DEFAULTS } from "./connections.ts";
import { createEventFeed } from "./feed.ts";
import { fromCursor } from "./place.ts";
import { createEventStore } from "./read.ts";

/** How the server speaks WebSocket. Nothing that a client says is listened to. */
export const webSocketOptions: WebsocketPluginOptions = {
  options: {
    maxPayload: 1024,
    // Never the one that holds a token.
    handleProtocols: (offered) => offered.has(EVENT_PROTOCOL) && EVENT_PROTOCOL,
  },
  // Closed by the routes, with a reason.
  preClose: (done) => done(),
  errorHandler(error, socket, request) {
    request.log.debug({ err: error }, "a WebSocket broke");
    socket.terminate();
  },
};

/** Queries of readers who come back, at once: the others wait, and leave connections to the rest of the service. */
const CATCHING_UP = 3;

export function eventRoutes(app: Server, { database, log, config, access }: Context): void {
  const { keepMinutes, maxConnections } = config.events;
  const feed = createEventFeed(database, log, keepMinutes * 60_000);
  const store = createEventStore(database.orm, CATCHING_UP);
  const connections = createConnections(feed, store, log, { ...DEFAULTS, mostConnections: maxConnections });
  app.addHook("preClose", () => connections.close());
  app.addHook("onClose", () => feed[Symbol.asyncDispose]());

  app.route({
    method: "GET",
    url: `${API}/events/`,
    config: needs("documents:read", userIn("query")),
    schema: {
      tags: ["events"],
      summary: "Follow what happens (WebSocket)",
      description: DESCRIPTION,
      querystring: EventQuery,
      response: responses({ 101: EventMessage }),
    },
    preHandler: (request, _reply, done) => done(refusal(request, connections, config.http.corsOrigins)),
    handler: () => {
      throw new CosmicError(
        "bad_request",
        "This address speaks WebSocket. Connect to it as ws:// or wss://.",
      );
    },
    wsHandler: (socket, { query, headers, protocol, principal }) => {
      const shown = readCredential(headers, protocol === "https");
      const { filter, from } = optionsOf(query);
      const ownOnly = principal?.userId !== undefined;
      connections.add(socket, { filter: { ...filter, ownOnly }, from }, () => access.stillHolds(shown));
    },
  });
}

const DESCRIPTION = `The first message is \`ready\`; then events follow, in their order. After a break connect with the
\`cursor\` of the last message: what was missed comes first, across a restart of the service too. \`lost\` says that this
reaches too far back. While nothing happens there is a \`heartbeat\` every 15 seconds. The connection closes with 1001
(the service stops), 1013 (too many connections, or no database) or 4008 (this reader is too slow).`;

function refusal(
  request: FastifyRequest<{ Querystring: Static<typeof EventQuery> }>,
  connections: Connections,
  corsOrigins: readonly string[],
): CosmicError | undefined {
  // Any page may open a WebSocket to any address, and read what comes, unless the server looks at where it is from.
  const { origin = "" } = request.headers;
  if (!isOwnOrigin(request, true) && !corsOrigins.includes(origin)) {
    return new CosmicError("forbidden", "Pages of other sites may not follow events. Ask through a backend.");
  }
  if (connections.isFull()) {
    const message = "Too many follow events already. Try again later, or raise EVENTS_MAX_CONNECTIONS.";
    return new CosmicError("overloaded", message, { retryAfter: 5 });
  }
  try {
    optionsOf(request.query);
    return undefined;
  } catch (error) {
    if (error instanceof CosmicError) return error;
    throw error;
  }
}

function optionsOf({ user_id, cursor, types }: Static<typeof EventQuery>): Omit<ConnectionOptions, "limits"> {
  const named = types?.split(",");
  return {
    filter: { userId: user_id, types: named && EVENT_TYPES.filter((type) => named.includes(type)) },
    from: cursor === undefined ? undefined : fromCursor(cursor),
  };
}
