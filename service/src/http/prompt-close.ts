import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Whoever connects in order to ask does so within this time, in milliseconds. */
const ASK_MS = 500;
/** How often it is looked for connections that are not needed any more. */
const LOOK_EVERY_MS = 50;

/**
 * Lets a server close in time. Node waits for connections on which nothing has been asked yet as if they were busy
 * (nodejs/node#63452), and browsers and clients open some ahead. It keeps the connection of a request that is answered
 * meanwhile, as long as the client may ask once more, and for requests in work and for WebSockets it waits without limit.
 *
 * @param graceMs how long these get; then their connections are cut
 * @returns to be called when the server is about to close
 */
export function closesPromptly(server: Server, graceMs: number): () => void {
  /** With the time of each, as `performance.now()` tells it. */
  const open = new Map<Socket, number>();
  server.on("connection", (socket) => {
    open.set(socket, performance.now());
    socket.once("close", () => open.delete(socket));
  });

  function closeUnneeded(): void {
    server.closeIdleConnections();
    const now = performance.now();
    for (const [socket, since] of open) {
      if (socket.bytesRead === 0 && now - since >= ASK_MS) socket.destroy();
    }
  }

  function cutAll(): void {
    for (const socket of open.keys()) socket.destroy();
  }

  return () => {
    const looking = setInterval(closeUnneeded, LOOK_EVERY_MS);
    const impatience = setTimeout(cutAll, graceMs);
    server.once("close", () => {
      clearInterval(looking);
      clearTimeout(impatience);
    });
  };
}
