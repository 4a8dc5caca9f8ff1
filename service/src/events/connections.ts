import { EVENT_CLOSE_CODES } from "@cosmic/contract";
import type { FastifyBaseLogger } from "fastify";
import type { WebSocket } from "ws";
import { within } from "../pause.ts";
import {
  type Connection,
  type ConnectionLimits,
  type ConnectionOptions,
  openConnection,
} from "./connection.ts";
import type { EventFeed } from "./feed.ts";
import type { EventStore } from "./read.ts";

export interface ConnectionsSettings extends ConnectionLimits {
  mostConnections: number;
  /** After so long in silence a connection says that it is alive; a peer that was silent twice as long is gone. */
  heartbeatMs: number;
}

export const DEFAULTS = { mostWaiting: 1024 * 1024, patienceMs: 30_000, heartbeatMs: 15_000 };

/** All readers of this process. */
export interface Connections {
  isFull(): boolean;
  /** @param mayStay asked again and again: whether who follows would still be let in */
  add(socket: WebSocket, options: Omit<ConnectionOptions, "limits">, mayStay: () => Promise<boolean>): void;
  /** Resolves when none is left. */
  close(): Promise<void>;
}

/** Pings within the time of a heartbeat. */
const BEATS = 5;
/** How long all may take to close at the end. */
const CLOSE_MS = 3_000;

export function createConnections(
  feed: EventFeed,
  store: EventStore,
  log: FastifyBaseLogger,
  settings: ConnectionsSettings,
): Connections {
  const open = new Map<WebSocket, Connection & { mayStay(): Promise<boolean> }>();
  /** Pings that each peer has not answered. Counted, not timed: when this process was busy, nobody is to blame. */
  const unanswered = new WeakMap<WebSocket, number>();
  let beating: NodeJS.Timeout | undefined;
  let emptied = () => {};

  function beat(): void {
    for (const [socket, connection] of open) {
      const pings = unanswered.get(socket) ?? 0;
      if (pings >= 2 * BEATS) socket.terminate();
      else if (socket.readyState === socket.OPEN) {
        unanswered.set(socket, pings + 1);
        socket.ping();
        connection.beat(settings.heartbeatMs);
        void sendAway(connection);
      }
    }
  }

  async function sendAway({ mayStay, close }: Connection & { mayStay(): Promise<boolean> }): Promise<void> {
    if (await mayStay()) return;
    close(EVENT_CLOSE_CODES.unauthenticated, "the key or token does not hold any more");
  }

  function remove(socket: WebSocket): void {
    open.delete(socket);
    if (open.size > 0) return;
    clearInterval(beating);
    beating = undefined;
    emptied();
  }

  return {
    isFull: () => open.size >= settings.mostConnections,

    add(socket, options, mayStay) {
      const connection = openConnection(socket, store, feed, { ...options, limits: settings });
      open.set(socket, { ...connection, mayStay });
      socket.on("pong", () => unanswered.delete(socket));
      socket.once("close", () => remove(socket));
      beating ??= setInterval(beat, settings.heartbeatMs / BEATS);
      connection.start().catch((err: unknown) => {
        log.warn({ err }, "a reader of events was sent away");
        connection.close(EVENT_CLOSE_CODES.unavailable, "events cannot be read now");
      });
    },

    async close() {
      const empty = new Promise<void>((resolve) => {
        emptied = resolve;
      });
      for (const connection of open.values())
        connection.close(EVENT_CLOSE_CODES.stopping, "the service stops");
      if (open.size > 0) await within(CLOSE_MS, empty);
    },
  };
}
