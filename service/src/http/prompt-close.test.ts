import { once } from "node:events";
import {
  Agent,
  createServer,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { closesPromptly } from "./prompt-close.ts";

test("a connection on which nothing was asked does not hold up the end", async () => {
  const { server, port, close } = await listening((_request, response) => response.end());
  const socket = connect(port, "127.0.0.1");
  await once(server, "connection");
  await close();
  if (!socket.closed) await once(socket, "close");
});

test("a request in work is answered, and its connection is not kept for another", async () => {
  const asked = Promise.withResolvers<ServerResponse>();
  const { address, close } = await listening((_request, response) => asked.resolve(response));
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const answered = once(request(address, { agent }).end(), "response");
  const response = await asked.promise;
  const closed = close();
  response.end("done");
  await closed;
  const [answer] = await answered;
  expect(await text(answer)).toBe("done");
});

test("a request that takes longer than there is time is cut off", async () => {
  const asked = Promise.withResolvers<void>();
  const { address, close } = await listening(() => asked.resolve(), 50);
  const answer = fetch(address);
  const failed = expect(answer).rejects.toThrow();
  await asked.promise;
  await close();
  await failed;
});

/** A server that would wait for ever, were it for Node. */
async function listening(handler: RequestListener, graceMs = 60_000) {
  const server: Server = createServer({ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }, handler);
  const closeSoon = closesPromptly(server, graceMs);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => server.closeAllConnections());
  const where = server.address();
  if (typeof where !== "object" || where === null) throw new Error("it does not listen");
  const { port } = where;
  async function close(): Promise<void> {
    const closed = once(server, "close");
    server.close();
    closeSoon();
    await closed;
  }
  return { server, port, address: `http://127.0.0.1:${port}`, close };
}
