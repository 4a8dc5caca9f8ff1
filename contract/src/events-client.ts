import { BEARER_PROTOCOL, EVENT_PROTOCOL } from "./event-protocol.ts";
import type { CosmicEvent, EventMessage, EventQuery, EventType } from "./events.ts";

export interface EventStreamOptions {
  /** Of `events/`, such as `ws://127.0.0.1:8000/api/v1/events/`; `http` does as well as `ws`. */
  url: string | URL;
  userId?: string;
  /** Gives an API key or a token of the user, asked for at every connection; none where the service does not want one. */
  token?(): string;
  types?: readonly EventType[];
  /** Where to go on, from an earlier stream; without it the stream begins now. */
  cursor?: string;
  onEvent(event: CosmicEvent): void;
  /**
   * From here on nothing is missed; what was before is not known. So read now what is shown. Called at the beginning
   * of a stream without a cursor, and when events were lost.
   */
  onStart?(): void;
  /** Whether events arrive as they happen. */
  onConnection?(connected: boolean): void;
  /** Ends the stream. */
  signal?: AbortSignal;
  /** Milliseconds: wait before the first new try (doubles up to `longest`), and the silence after which it is made. */
  timing?: { shortest?: number; longest?: number; silence?: number };
}

export interface EventStream {
  /** That of the last message; with it another stream goes on where this one is. */
  readonly cursor: string | undefined;
  close(): void;
}

/** The service says something at least every 20 seconds. */
const TIMING = { shortest: 500, longest: 30_000, silence: 45_000 };

/**
 * Follows events and comes back when the connection breaks, with the cursor of the last message, so that nothing is
 * missed. For browsers and Node alike.
 */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { onEvent, onStart, onConnection, signal } = options;
  const timing = { ...TIMING, ...options.timing };
  let { cursor } = options;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let connected = false;
  let ended = false;

  function connect(): void {
    const current = new WebSocket(address(options, cursor), protocolsOf(options));
    socket = current;
    watch();
    current.addEventListener("message", ({ data }) => {
      if (socket === current) hear(String(data));
    });
    current.addEventListener("close", () => {
      if (socket === current) comeBack();
    });
    // A "close" follows.
    current.addEventListener("error", () => {});
  }

  function hear(data: string): void {
    watch();
    const message = parseMessage(data);
    if (!message) return;
    const begins = cursor === undefined;
    cursor = message.cursor;
    if (message.type === "ready") {
      failures = 0;
      setConnected(true);
      if (begins) onStart?.();
    } else if (message.type === "lost") onStart?.();
    else if (message.type !== "heartbeat") onEvent(message);
  }

  /** A connection may die without a word, as when a laptop sleeps. */
  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(comeBack, timing.silence);
  }

  function comeBack(): void {
    drop();
    if (ended) return;
    // Part of it by chance, so that all who were cut off do not come back at once.
    const longest = Math.min(timing.longest, timing.shortest * 2 ** failures++);
    timer = setTimeout(connect, longest * (0.5 + Math.random() / 2));
  }

  function drop(): void {
    clearTimeout(timer);
    const last = socket;
    socket = undefined;
    last?.close();
    setConnected(false);
  }

  function setConnected(now: boolean): void {
    if (connected === now) return;
    connected = now;
    onConnection?.(now);
  }

  function close(): void {
    ended = true;
    signal?.removeEventListener("abort", close);
    drop();
  }

  signal?.addEventListener("abort", close);
  if (signal?.aborted) close();
  else connect();
  return {
    get cursor() {
      return cursor;
    },
    close,
  };
}

function protocolsOf({ token }: EventStreamOptions): string[] {
  return token ? [EVENT_PROTOCOL, BEARER_PROTOCOL + token()] : [];
}

function address({ url, userId, types }: EventStreamOptions, cursor: string | undefined): string {
  const target = new URL(url);
  target.protocol = target.protocol.replace(/^http/, "ws");
  const query: EventQuery = {
    ...(userId === undefined ? {} : { user_id: userId }),
    ...(types === undefined ? {} : { types: types.join(",") }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
}

/** Not checked in depth: that would take the schemas into the pages of browsers, and the service is ours. */
function parseMessage(data: string): EventMessage | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMessage(value: unknown): value is EventMessage {
  if (typeof value !== "object" || value === null || !("type" in value && "cursor" in value)) return false;
  return typeof value.cursor === "string" && typeof value.type === "string" && TYPES.has(value.type);
}

const TYPES: ReadonlySet<string> = new Set([
  "ready",
  "lost",
  "heartbeat",
  "document",
  "job",
  "model",
] satisfies EventMessage["type"][]);
