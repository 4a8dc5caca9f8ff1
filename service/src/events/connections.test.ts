import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { EventMessage } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type ClientOptions, WebSocket, WebSocketServer } from "ws";
import { openOwnPglite } from "../../tests/servers/pglite.ts";
import type { Database } from "../db/open.ts";
import { createLog } from "../log.ts";
import { type ConnectionsSettings, createConnections, DEFAULTS } from "./connections.ts";
import { createEventFeed } from "./feed.ts";
import { fromCursor, type Place } from "./place.ts";
import { createEventStore } from "./read.ts";
import { recordDocuments } from "./record.ts";

let database: Database;
beforeAll(async () => {
  database = await openOwnPglite();
  await database.migrate();
});
afterAll(() => database?.close());

interface Server {
  connect(from?: Place, options?: ClientOptions): Promise<Client>;
  close(): Promise<void>;
}

interface Client {
  socket: WebSocket;
  messages: EventMessage[];
  closed: Promise<{ code: number; reason: string }>;
}

/** Real sockets over the real feed, with bounds that a test can reach. */
async function serve(settings: Partial<ConnectionsSettings> = {}): Promise<Server> {
  const log = createLog({ level: "silent", pretty: false });
  const feed = createEventFeed(database, log, 600_000);
  const store = createEventStore(database.orm, 3);
  const connections = createConnections(feed, store, log, { ...DEFAULTS, mostConnections: 10, ...settings });
  const http = createServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const server = new WebSocketServer({ server: http });
  let from: Place | undefined;
  server.on("connection", (socket) => connections.add(socket, { filter: {}, from }, async () => true));
  onTestFinished(async () => {
    await connections.close();
    await feed[Symbol.asyncDispose]();
    http.close();
  });
  return {
    async connect(place, options = {}) {
      from = place;
      const address = http.address();
      if (address === null || typeof address === "string") throw new Error("no port");
      const socket = new WebSocket(`ws://127.0.0.1:${address.port}`, options);
      const messages: EventMessage[] = [];
      socket.on("message", (data) => messages.push(Value.Parse(EventMessage, JSON.parse(String(data)))));
      const closed = once(socket, "close").then(([code, reason]) => ({ code, reason: String(reason) }));
      await once(socket, "message");
      return { socket, messages, closed };
    },
    close: () => connections.close(),
  };
}

/** A hundred events of so many bytes each, in a row of the table. */
async function record(bytes = 0): Promise<string[]> {
  const documents = Array.from({ length: 100 }, () => {
    return { id: randomUUID(), userId: "ada", source: "test", sourceId: null };
  });
  await recordDocuments(database.orm, "failed", documents, "x".repeat(bytes));
  return documents.map(({ id }) => id);
}

const told = ({ messages }: Client) =>
  messages.filter((message) => message.type === "document").map((event) => event.document_id);

test("a reader who stops to read is closed with a reason, and the others go on", async () => {
  const server = await serve({ mostWaiting: 100_000 });
  const [slow, good] = [await server.connect(), await server.connect()];
  slow.socket.pause();
  const ids: string[] = [];
  // More than the system takes for a socket that nobody reads.
  for (let rows = 0; rows < 40; rows++) {
    ids.push(...(await record(5_000)));
    await expect.poll(() => told(good).length, { timeout: 60_000 }).toBe(ids.length);
  }
  expect(good.socket.readyState).toBe(WebSocket.OPEN);
  slow.socket.resume();
  // What the system had taken arrives; whether the reason does as well depends on how long the reader slept.
  expect([4008, 1006]).toContain((await slow.closed).code);
  expect(told(slow).length).toBeLessThan(ids.length);
});

test("a reader who is a little slow gets the reason, and everything when it comes back with its cursor", async () => {
  const server = await serve({ mostWaiting: 100_000 });
  const slow = await server.connect();
  const ids = await record(100_000);
  const { code, reason } = await slow.closed;
  expect(code).toBe(4008);
  expect(reason).toMatch(/too slow/);
  const again = await server.connect(fromCursor(slow.messages.at(-1)?.cursor ?? ""));
  await expect.poll(() => told(slow).length + told(again).length, { timeout: 60_000 }).toBe(ids.length);
  expect([...told(slow), ...told(again)]).toEqual(ids);
});

test("what was missed comes in order before what is new, however much it is", async () => {
  const server = await serve({ mostWaiting: 200_000 });
  const first = await server.connect();
  const from = fromCursor(first.messages[0]?.cursor ?? "");
  first.socket.close();
  const ids: string[] = [];
  // More than is kept in memory, and than may wait for one reader.
  for (let rows = 0; rows < 60; rows++) ids.push(...(await record(1_000)));
  const second = await server.connect(from);
  ids.push(...(await record()));
  await expect.poll(() => told(second).length, { timeout: 60_000 }).toBe(ids.length);
  expect(told(second)).toEqual(ids);
});

test("a cursor that reaches too far back is told so, and what happens from now on", async () => {
  await record();
  const first = await (await serve()).connect();
  const from = fromCursor(first.messages[0]?.cursor ?? "");
  first.socket.close();
  await record();
  await record();
  await database.orm.execute(sql`DELETE FROM events WHERE id < (SELECT max(id) FROM events)`);
  // Of another process, which has nothing of it in memory.
  const second = await (await serve()).connect(from);
  await expect.poll(() => second.messages.map(({ type }) => type)).toEqual(["ready", "lost"]);
  const ids = await record();
  await expect.poll(() => told(second), { timeout: 60_000 }).toEqual(ids);
});

test("in silence there are heartbeats, with a cursor that has seen what others were told", async () => {
  const server = await serve({ heartbeatMs: 50 });
  const reader = await server.connect();
  await expect.poll(() => reader.messages.length, { timeout: 60_000 }).toBeGreaterThan(2);
  expect(reader.messages.slice(1).every(({ type }) => type === "heartbeat")).toBe(true);
  expect(reader.socket.readyState).toBe(WebSocket.OPEN);
});

test("a peer that answers no ping is gone", async () => {
  const server = await serve({ heartbeatMs: 50 });
  const dead = await server.connect(undefined, { autoPong: false });
  expect((await dead.closed).code).toBe(1006);
});

test("at the end all are closed with 1001, also while they catch up", async () => {
  const server = await serve();
  const readers = [await server.connect(), await server.connect(fromCursor("0"))];
  await server.close();
  for (const { closed } of readers) expect(await closed).toEqual({ code: 1001, reason: "the service stops" });
});
