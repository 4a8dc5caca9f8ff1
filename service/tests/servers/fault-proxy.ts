import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { pause } from "../../src/pause.ts";
import { freePort } from "./free-port.ts";

/**
 * What a network does to the connections of a server: carries them; refuses them, as where nobody listens; brings every
 * answer 5 s late; resets each of them soon after it was made.
 */
export type Network = "passing" | "refusing" | "late" | "resetting";

export interface FaultProxy extends AsyncDisposable {
  /** On 127.0.0.1, the same for as long as it lives. */
  port: number;
  become(network: Network): Promise<void>;
}

const LATE_MS = 5_000;
/** How long connections live that are to be reset. */
const LONGEST_LIFE_MS = 500;

/**
 * Stands before a server whatever it speaks.
 *
 * @param target the port of the server on this machine, asked for at each connection
 */
export async function startFaultProxy(target: () => number): Promise<FaultProxy> {
  const port = await freePort();
  const open = new Set<Socket>();
  let network: Network = "passing";
  /** Aborts when the network becomes another one: what is late by then comes at once. */
  let changed = new AbortController();

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target(), host: "127.0.0.1", allowHalfOpen: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.setNoDelay(true);
      // A connection that the server does not take, or breaks off, breaks off here too.
      socket.on("error", () => reset([other]));
      socket.on("close", () => {
        open.delete(socket);
        if (!socket.readableEnded) other.destroy();
      });
    }
    client.pipe(upstream);
    bringBack(upstream, client);
    if (network === "resetting") setTimeout(reset, Math.random() * LONGEST_LIFE_MS, [client, upstream]);
  });

  /** In the order in which it came. Answers are small: nothing holds the server back. */
  function bringBack(upstream: Socket, client: Socket): void {
    let before = Promise.resolve();
    const then = (bring: () => void) => {
      const due = network === "late" ? pause(LATE_MS, changed.signal) : undefined;
      before = before.then(async () => {
        await due;
        if (!client.destroyed) bring();
      });
    };
    upstream.on("data", (chunk) => then(() => client.write(chunk)));
    upstream.on("end", () => then(() => client.end()));
  }

  async function listen(): Promise<void> {
    if (!server.listening) await once(server.listen(port, "127.0.0.1"), "listening");
  }

  async function refuse(): Promise<void> {
    if (!server.listening) return;
    server.close();
    reset([...open]);
    await once(server, "close");
  }

  await listen();
  return {
    port,
    async become(wanted) {
      network = wanted;
      changed.abort();
      changed = new AbortController();
      if (wanted === "refusing") await refuse();
      else await listen();
      if (wanted === "resetting") reset([...open]);
    },
    [Symbol.asyncDispose]: refuse,
  };
}

function reset(sockets: readonly Socket[]): void {
  for (const socket of sockets) {
    // Node never lets go of one that is reset while it is being ended, and its process could not end.
    if (socket.writableEnded) socket.destroy();
    else socket.resetAndDestroy();
  }
}
