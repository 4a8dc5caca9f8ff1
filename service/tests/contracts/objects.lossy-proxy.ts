import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { pipeline } from "node:stream/promises";

export interface LossyProxy extends AsyncDisposable {
  address: string;
  /** How many answers were lost. */
  lost(): number;
}

/** Passes all on, but breaks the connection in place of the first answer to a request that is chosen. */
export async function startLossyProxy(
  target: string,
  loses: (request: IncomingMessage) => boolean,
): Promise<LossyProxy> {
  let lost = 0;
  const server = createServer(async (incoming, answer) => {
    const { method, url, headers } = incoming;
    const outgoing = request(new URL(url ?? "", target), { method, headers });
    // The answer may come before the whole request was read.
    pipeline(incoming, outgoing).catch(() => {});
    const [response]: IncomingMessage[] = await once(outgoing, "response").catch(() => []);
    if (!response) {
      answer.destroy();
    } else if (lost === 0 && loses(incoming)) {
      lost++;
      response.resume();
      await once(response, "end");
      answer.destroy();
    } else {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      await pipeline(response, answer).catch(() => {});
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    address: `http://127.0.0.1:${address.port}`,
    lost: () => lost,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
