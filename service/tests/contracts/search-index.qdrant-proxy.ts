import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request on its way to Qdrant. */
export interface Passing {
  /** Method and address without the query: `PUT /collections/x/points`. */
  what: string;
  body: string;
  headers: IncomingMessage["headers"];
}

/** What becomes of a request: it goes on as it is or with another body, gets another answer, or none. */
export type Fate =
  | { kind: "pass"; body?: string; loseAnswer?: boolean }
  | { kind: "answer"; status: number; body: unknown }
  | { kind: "hang up" };

/** Stands before a server and causes the faults of a network, and others at the moment of a certain request. */
export interface Proxy extends AsyncDisposable {
  url: string;
  decide: (passing: Passing) => Fate | Promise<Fate>;
  /** Everything that came, in order. */
  log: Passing[];
}

export const PASS: Fate = { kind: "pass" };

/** @param target gives the address of the server, which may change */
export async function startProxy(target: () => string): Promise<Proxy> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: Proxy = {
    url: `http://127.0.0.1:${port}`,
    decide: () => PASS,
    log: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await textOf(incoming);
    const what = `${incoming.method} ${incoming.url?.split("?")[0]}`;
    const passing = { what, body, headers: incoming.headers };
    proxy.log.push(passing);
    const fate = await proxy.decide(passing);
    if (fate.kind === "hang up") {
      outgoing.destroy();
    } else if (fate.kind === "answer") {
      outgoing.writeHead(fate.status, { "content-type": "application/json" }).end(JSON.stringify(fate.body));
    } else {
      const answer = await forward(incoming, fate.body ?? body);
      if (fate.loseAnswer) outgoing.destroy();
      else outgoing.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    }
  }

  function forward(incoming: IncomingMessage, body: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { ...incoming.headers, "content-length": Buffer.byteLength(body) };
      const onward = request(
        new URL(incoming.url ?? "/", target()),
        { method: incoming.method ?? "GET", headers, agent: false },
        (answer) => {
          textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, body: text }), reject);
        },
      );
      onward.on("error", reject);
      onward.end(body);
    });
  }

  return proxy;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
