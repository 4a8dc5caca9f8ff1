import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { EVENTS_CLOSED } from "@cosmic/contract/app";
import { WebSocketServer } from "ws";
import type { Session, Sessions } from "../accounts/sessions.ts";
import { isSameOrigin, type TrustsProxy } from "../http/same-origin.ts";
import type { Log } from "../log.ts";
import type { Service } from "../service/service.ts";
import { relay } from "./relay.ts";

export const EVENTS_PATH = "/api/events";

export interface EventsProxy {
  /** Takes a request for a WebSocket over, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes all connections; their clients connect again, to whoever is there then. */
  close(): void;
}

export interface EventsProxyOptions {
  service: Pick<Service, "url" | "credentials">;
  sessions: Sessions;
  trustsProxy: TrustsProxy;
  log: Log;
}

/** Clients say nothing but pongs. In bytes. */
const LONGEST_MESSAGE = 4_096;
const CHECK_EVERY_MS = 30_000;

/** The service's events for whoever is signed in, at `/api/events?cursor=…`. */
export function createEventsProxy({ service, sessions, trustsProxy, log }: EventsProxyOptions): EventsProxy {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
  });

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname !== EVENTS_PATH) return refuse(socket, 404);
    if (!isSameOrigin(request, trustsProxy)) return refuse(socket, 403);
    const session = await sessions.findRaw(request, isSecure(request));
    if (!session) return refuse(socket, 401);
    const from = eventsOf(service.url, session, url.searchParams.get("cursor"));
    server.handleUpgrade(request, socket, head, (client) => {
      const relayed = relay(client, from, service.credentials, log);
      const ended = sessions.onEnd(session, () =>
        relayed.close(EVENTS_CLOSED.sessionEnded, "The session has ended."),
      );
      const watch = setInterval(async () => {
        relayed.checkAlive();
        // It may have been ended by another process, or have expired.
        const alive = await sessions.isAlive(session).catch(() => true);
        if (!alive) relayed.close(EVENTS_CLOSED.sessionEnded, "The session has ended.");
      }, CHECK_EVERY_MS);
      client.once("close", () => {
        clearInterval(watch);
        ended[Symbol.dispose]();
      });
    });
  }

  return {
    upgrade(request, socket, head) {
      const cutOff = () => socket.destroy();
      socket.on("error", cutOff);
      open(request, socket, head).catch((error: unknown) => {
        log.error({ err: error }, "a WebSocket could not be opened");
        refuse(socket, 503);
      });
    },

    close() {
      for (const client of server.clients)
        client.close(EVENTS_CLOSED.serviceRestarts, "The server is stopping.");
    },
  };
}

/** Whose events they are is said by the session alone. */
function eventsOf(serviceUrl: string, { account }: Session, cursor: string | null): URL {
  const url = new URL("/api/v1/events/", serviceUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("user_id", account.id);
  if (cursor !== null) url.searchParams.set("cursor", cursor);
  return url;
}

/** Browsers always name the origin of a WebSocket, and it is the page's, whatever proxy ends TLS. */
function isSecure({ headers, socket }: IncomingMessage): boolean {
  return headers.origin?.startsWith("https:") ?? "encrypted" in socket;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
