import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { type WebSocket, WebSocketServer } from "ws";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** What to answer: nothing is 404, an object is JSON; or the answer is written by itself. */
export type Answer = { status?: number; json?: unknown } | "written" | undefined;
type Route = (asked: Asked, response: ServerResponse) => Answer | Promise<Answer>;

export interface StandInService extends AsyncDisposable {
  url: string;
  /** All requests so far, oldest first. */
  asked: Asked[];
  /** Answers by `METHOD /path/`; the last one set stands. */
  on(what: string, route: Route): void;
  /** Called with each WebSocket and the address it came by. */
  onSocket(listener: (socket: WebSocket, url: URL) => void): void;
  /** Stops to listen and cuts all connections; `start` listens on the same port again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Answers as the service would, for what a test wants to see: requests that are made, answers that are odd, outages. */
export async function startStandInService(): Promise<StandInService> {
  const routes = new Map<string, Route>();
  const asked: Asked[] = [];
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  let listener: (socket: WebSocket, url: URL) => void = () => {};
  let port = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const body = request.headers["content-type"] === "application/json" ? await json(request) : undefined;
    const one = { method: request.method ?? "", path: pathname, query: searchParams, body };
    asked.push(one);
    const answer = await routes.get(`${one.method} ${pathname}`)?.(one, response);
    if (answer === "written") return;
    const { status = answer ? 200 : 404, json: content = {} } = answer ?? {};
    response.writeHead(status, { "content-type": `application/${status < 400 ? "json" : "problem+json"}` });
    response.end(JSON.stringify(content));
  };
  const server = createServer((request, response) => void handle(request, response));
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (one) => {
      listener(one, new URL(request.url ?? "/", "http://localhost"));
    });
  });

  const service: StandInService = {
    url: "",
    asked,
    on: (what, route) => void routes.set(what, route),
    onSocket(next) {
      listener = next;
    },
    async start() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("no port");
      port = address.port;
      service.url = `http://127.0.0.1:${port}`;
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    },
    [Symbol.asyncDispose]: () => service.stop(),
  };
  service.on("GET /livez", () => ({ json: { status: "ok" } }));
  service.on("POST /api/v1/sync/entries/", () => ({ status: 202, json: {} }));
  service.on("GET /api/v1/documents/", () => ({
    json: { count: 0, next: null, previous: null, results: [] },
  }));
  await service.start();
  return service;
}
