import { once } from "node:events";
import { EventMessage } from "@cosmic/contract";
import { Value } from "typebox/value";
import { type ClientOptions, WebSocket } from "ws";
import { until } from "./test-service.ts";

export interface EventReader extends Disposable {
  socket: WebSocket;
  messages: EventMessage[];
  /** Resolves when so many messages have come that the condition holds. */
  seen(condition: (messages: readonly EventMessage[]) => boolean): Promise<void>;
  closed: Promise<{ code: number; reason: string }>;
}

/** A connection to `events/` that keeps what it is told. Resolves when it is open. */
export async function readEventsOf(
  address: string,
  query: Record<string, string> = {},
  options: ClientOptions = {},
): Promise<EventReader> {
  const url = new URL("/api/v1/events/", address.replace(/^http/, "ws"));
  url.search = new URLSearchParams(query).toString();
  const socket = new WebSocket(url, options);
  const messages: EventMessage[] = [];
  socket.on("message", (data) => messages.push(Value.Parse(EventMessage, JSON.parse(String(data)))));
  const closed = once(socket, "close").then(([code, reason]) => ({ code, reason: String(reason) }));
  await once(socket, "open");
  return {
    socket,
    messages,
    closed,
    seen: (condition) => until(async () => condition(messages), 5),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** Status of the answer to one who is not let in. */
export async function refusalOf(
  address: string,
  query: Record<string, string>,
  options: ClientOptions = {},
): Promise<number | undefined> {
  const url = new URL("/api/v1/events/", address.replace(/^http/, "ws"));
  url.search = new URLSearchParams(query).toString();
  const socket = new WebSocket(url, options);
  socket.on("error", () => {});
  const [, response] = await once(socket, "unexpected-response");
  response.destroy();
  return response.statusCode;
}

/** What happened to documents, such as `completed`, in the order in which it was told. */
export function statuses(messages: readonly EventMessage[], documentId?: string): string[] {
  return messages
    .filter((message) => message.type === "document")
    .filter((event) => documentId === undefined || event.document_id === documentId)
    .map((event) => event.status);
}
