import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  method: string;
  path: string;
  body: unknown;
  /** The header, with `Bearer` in front. */
  key: string | undefined;
}

export interface TestApiServer extends AsyncDisposable {
  url: string;
  /** All requests, in order. */
  asked: Asked[];
  /** Answers in its place, unless it returns "as usual". */
  misbehave: ((response: ServerResponse, asked: Asked) => unknown) | undefined;
}

/** For tests: an API that answers with what the function gives back as JSON, and with 404 where that is undefined. */
export async function startTestApiServer(answer: (asked: Asked) => unknown): Promise<TestApiServer> {
  const server = createServer((request, response) => void respond(request, response));
  const running: TestApiServer = {
    url: "",
    asked: [],
    misbehave: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const asked = {
      method: request.method ?? "",
      path: request.url ?? "",
      body: sent === "" ? undefined : JSON.parse(sent),
      key: request.headers.authorization,
    };
    running.asked.push(asked);
    if (running.misbehave && running.misbehave(response, asked) !== "as usual") return;
    const body = answer(asked);
    if (body === undefined) sendJson(response, 404, { message: "not found" });
    else sendJson(response, 200, body);
  }

  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  running.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return running;
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** Half of an answer, and then nothing more. */
export function breakOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": "1000" }).write('{"data": [{"ind');
  setImmediate(() => response.destroy());
}
