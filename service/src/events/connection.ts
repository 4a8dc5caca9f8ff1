import { EVENT_CLOSE_CODES, type EventMessage } from "@cosmic/contract";
import type { WebSocket } from "ws";
import { pause } from "../pause.ts";
import { type Batch, type EventFeed, type Message, type Receiver, toBatch } from "./feed.ts";
import { atRow, isBefore, type Place, toCursor } from "./place.ts";
import type { EventFilter, EventStore } from "./read.ts";

export interface ConnectionLimits {
  /** Bytes that may wait for a reader before it is closed. */
  mostWaiting: number;
  /** Milliseconds that a reader who catches up may take for what waits for it. */
  patienceMs: number;
}

export interface ConnectionOptions {
  filter: EventFilter;
  /** Where to go on; from now on without it. */
  from: Place | undefined;
  limits: ConnectionLimits;
}

export interface Connection {
  /** Resolves when it is closed, or in step with the feed. Rejects if the database cannot be read. */
  start(): Promise<void>;
  /** Says that it is alive, if it has said nothing else for so long. */
  beat(silentMs: number): void;
  close(code: number, reason: string): void;
}

/** Rows that are read at once by one who catches up. */
const PAGE = 50;
/** How long a peer may take to answer that the connection closes. */
const CLOSE_MS = 2_000;

/** One reader: is told what it missed, then follows the feed. */
export function openConnection(
  socket: WebSocket,
  store: EventStore,
  feed: EventFeed,
  { filter, from, limits }: ConnectionOptions,
): Connection {
  const kinds = new Set<string>(filter.types);
  let place = atRow(0);
  let following = false;
  let saidAt = performance.now();
  const receiver: Receiver = { receive, lost };
  socket.once("close", () => feed.leave(receiver));

  const isOpen = () => socket.readyState === socket.OPEN;

  function receive(batch: Batch): void {
    for (const message of isWanted(batch) ? batch.messages : []) {
      tell(message);
      if (socket.bufferedAmount <= limits.mostWaiting) continue;
      drop();
      return;
    }
    // What others are told is behind this reader as well.
    if (isBefore(place, batch.after)) place = batch.after;
  }

  function isWanted({ userId, kind }: Batch): boolean {
    const ofNobody = userId === null && !filter.ownOnly;
    const own = filter.userId === undefined || ofNobody || userId === filter.userId;
    return own && (filter.types === undefined || kinds.has(kind));
  }

  function tell({ text, after }: Message): void {
    if (!isBefore(place, after)) return;
    place = after;
    write(text);
  }

  function say(type: "ready" | "lost" | "heartbeat"): void {
    const message: EventMessage = { type, cursor: toCursor(place) };
    write(Buffer.from(JSON.stringify(message)));
  }

  function write(text: Buffer): void {
    saidAt = performance.now();
    if (isOpen()) socket.send(text, { binary: false });
  }

  function lost(at: Place): void {
    place = at;
    say("lost");
  }

  async function catchUp(): Promise<void> {
    while (isOpen() && !feed.join(place, receiver)) {
      const { row: end } = await feed.place();
      const { rows, complete } = await store.missed({ first: place.row, end, limit: PAGE }, filter);
      if (!complete) {
        lost(await feed.place());
        continue;
      }
      for (const row of rows) {
        toBatch(row).messages.forEach(tell);
        await drained();
      }
      const cutOff = rows.length === PAGE ? rows.at(-1) : undefined;
      const reached = atRow(cutOff ? cutOff.id + 1 : end);
      if (isBefore(place, reached)) place = reached;
    }
    following = isOpen();
  }

  /** What is read from the database must not wait in memory for a reader who is slow. */
  async function drained(): Promise<void> {
    const since = performance.now();
    while (isOpen() && socket.bufferedAmount > limits.mostWaiting / 2) {
      if (performance.now() - since > limits.patienceMs) drop();
      await pause(20, undefined);
    }
  }

  function drop(): void {
    close(EVENT_CLOSE_CODES.slow, "too slow; come back with the last cursor");
  }

  function close(code: number, reason: string): void {
    feed.leave(receiver);
    if (!isOpen()) return;
    socket.close(code, reason);
    // Who does not read does not answer either, and what waits for it would stay in memory.
    const timer = setTimeout(() => socket.terminate(), CLOSE_MS);
    socket.once("close", () => clearTimeout(timer));
  }

  return {
    async start() {
      const now = await feed.place();
      place = from ?? now;
      say("ready");
      // A cursor from another process may be ahead of this one by a moment; one of another database lies in the future.
      if (isBefore(now, place) && (await store.window()).next < place.row) lost(now);
      await catchUp();
    },
    beat(silentMs) {
      if (following && performance.now() - saidAt >= silentMs) say("heartbeat");
    },
    close,
  };
}
