import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Whoever connects in order to ask does so within this time, in milliseconds. */
const ASK_MS = 500;
/** How often it is looked for connections whose request has been answered meanwhile. */
const LOOK_EVERY_MS = 50;

/**
 * Lets a server close in time. Node waits for connections on which nothing has been asked yet as if they were busy
 * (nodejs/node#63452), and browsers and clients open some ahead. It keeps the connection of a request that is answered
 * meanwhile, as long as the client may ask once more, and for requests in work it waits without limit.
 *
 * @param graceMs how long requests in work get; then their connections are cut
 * @returns to be called when the server is about to close
 */
export function closesPromptly(server: Server, graceMs: number): () => void {
  const open = new Set<Socket>();
  let closing = false;

  function closeUnused(socket: Socket): void {
    const close = () => {
      if (socket.bytesRead === 0) socket.destroy();
    };
    setTimeout(close, ASK_MS).unref();
  }

  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    if (closing) closeUnused(socket);
  });
  return () => {
    closing = true;
    for (const socket of open) closeUnused(socket);
    const looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    const impatience = setTimeout(() => server.closeAllConnections(), graceMs);
    server.once("close", () => {
      clearInterval(looking);
      clearTimeout(impatience);
    });
  };
}
