import { EVENTS_CLOSED } from "@cosmic/contract/app";
import { type CosmicEvent, EventMessage } from "@cosmic/contract/events";
import { Check } from "typebox/value";

export type StreamState = "connecting" | "open" | "broken" | "ended";

export interface EventStreamOptions {
  /** Address of the WebSocket, without a cursor. */
  address: string;
  onEvent: (event: CosmicEvent) => void;
  /** The first connection stands; what was shown before may have changed before it did. */
  onBegin: () => void;
  /** Something was missed: what is shown may be old. */
  onLost: () => void;
  onState: (state: StreamState) => void;
  /** Milliseconds without a word, heartbeats included, after which the connection counts as dead. */
  silenceMs?: number;
  /** Milliseconds before the first new try; doubled up to `longestPauseMs`. */
  pauseMs?: number;
  longestPauseMs?: number;
}

/**
 * Follows the events of the signed-in user for as long as it is not closed: connects again after every end, goes on
 * behind the last event that it has seen, and notices a connection on which nothing comes any more.
 */
export function openEventStream(options: EventStreamOptions) {
  const { silenceMs = 60_000, pauseMs = 500, longestPauseMs = 15_000 } = options;
  let socket: WebSocket | undefined;
  let cursor: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  function connect(): void {
    clearTimeout(timer);
    options.onState("connecting");
    const address = new URL(options.address);
    if (cursor !== undefined) address.searchParams.set("cursor", cursor);
    const current = new WebSocket(address);
    socket = current;
    current.onmessage = ({ data }) => {
      if (socket === current) receive(data);
    };
    current.onclose = ({ code }) => {
      if (socket === current) lose(code);
    };
    listenFor(current);
  }

  /** Also the time that connecting may take. */
  function listenFor(current: WebSocket): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A dead peer does not answer the closing either, so its end is not waited for.
      current.close();
      if (socket === current) lose(undefined);
    }, silenceMs);
  }

  function receive(data: unknown): void {
    if (socket) listenFor(socket);
    const message: unknown = typeof data === "string" ? JSON.parse(data) : undefined;
    // Kinds of events that this version does not know are not for it.
    if (!Check(EventMessage, message)) return;
    const first = cursor === undefined;
    cursor = message.cursor;
    switch (message.type) {
      case "ready":
        failures = 0;
        options.onState("open");
        if (first) options.onBegin();
        return;
      case "lost":
        options.onLost();
        return;
      case "heartbeat":
        return;
      default:
        options.onEvent(message);
    }
  }

  function lose(code: number | undefined): void {
    socket = undefined;
    clearTimeout(timer);
    if (closed) return;
    // Trying again would not help before somebody signs in.
    const ended = code === EVENTS_CLOSED.sessionEnded;
    options.onState(ended ? "ended" : "broken");
    if (ended) return;
    const pause = Math.min(longestPauseMs, pauseMs * 2 ** failures++);
    // Not all pages come back in the same moment after a restart.
    timer = setTimeout(connect, pause * (0.5 + Math.random() / 2));
  }

  connect();
  return {
    /** Tries at once instead of after the pause, for example when the network is back. */
    hurry(): void {
      if (!closed && !socket) connect();
    },
    close(): void {
      closed = true;
      clearTimeout(timer);
      socket?.close();
      socket = undefined;
    },
  };
}
export type EventStream = ReturnType<typeof openEventStream>;
