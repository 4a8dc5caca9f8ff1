import { once } from "node:events";
import type { CosmicEvent } from "@cosmic/contract/events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type WebSocket as Peer, WebSocketServer } from "ws";
import { type EventStream, openEventStream, type StreamState } from "./event-stream.ts";

/** A real server; each connection is told apart by the cursor that it asks for. */
let server: WebSocketServer;
let peers: { peer: Peer; cursor: string | null }[];
let stream: EventStream | undefined;

beforeEach(async () => {
  peers = [];
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (peer, request) => {
    peers.push({ peer, cursor: new URL(request.url ?? "", "http://here").searchParams.get("cursor") });
  });
  await once(server, "listening");
});

afterEach(() => {
  stream?.close();
  for (const { peer } of peers) peer.terminate();
  server.close();
});

function follow(options: { silenceMs?: number } = {}) {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const [events, states, calls]: [CosmicEvent[], StreamState[], string[]] = [[], [], []];
  stream = openEventStream({
    address: `ws://127.0.0.1:${address.port}/api/events`,
    onEvent: (event) => events.push(event),
    onBegin: () => calls.push("begin"),
    onLost: () => calls.push("lost"),
    onState: (state) => states.push(state),
    pauseMs: 5,
    longestPauseMs: 20,
    ...options,
  });
  return { events, states, calls };
}

const peer = async (i: number): Promise<Peer> =>
  vi.waitUntil(() => peers[i]?.peer, { timeout: 30_000, interval: 5 });
const say = (to: Peer, message: object) => to.send(JSON.stringify(message));
const ended = (cursor: string): CosmicEvent => ({
  type: "document",
  cursor,
  at: "2026-03-01T10:00:00.000Z",
  user_id: "ada",
  document_id: "0198a8a2-0000-7000-8000-000000000001",
  source: "mongodb",
  source_id: "e1",
  status: "completed",
  error: null,
});

test("goes on behind the last event after its connection was cut", async () => {
  const { events, states, calls } = follow();
  const first = await peer(0);
  say(first, { type: "ready", cursor: "1" });
  say(first, ended("2"));
  await vi.waitUntil(() => events.length === 1, { timeout: 30_000 });
  first.terminate();
  const second = await peer(1);
  expect(peers.map(({ cursor }) => cursor)).toEqual([null, "2"]);
  say(second, { type: "ready", cursor: "2" });
  say(second, ended("3"));
  await vi.waitUntil(() => events.length === 2, { timeout: 30_000 });
  expect(calls).toEqual(["begin"]);
  expect(states).toEqual(["connecting", "open", "broken", "connecting", "open"]);
});

test("says when something was missed", async () => {
  const { calls } = follow();
  const first = await peer(0);
  say(first, { type: "ready", cursor: "1" });
  say(first, { type: "lost", cursor: "9" });
  await vi.waitUntil(() => calls.includes("lost"), { timeout: 30_000 });
  first.terminate();
  await peer(1);
  expect(peers[1]?.cursor).toBe("9");
});

test("a connection on which nothing comes any more is given up", async () => {
  server.on("connection", (socket) => say(socket, { type: "ready", cursor: "1" }));
  follow({ silenceMs: 50 });
  await vi.waitUntil(() => peers.some(({ cursor }) => cursor === "1"), { timeout: 30_000 });
});

test("what it does not know it passes over", async () => {
  const { events } = follow();
  const first = await peer(0);
  first.send(JSON.stringify({ type: "weather", cursor: "7" }));
  say(first, { type: "ready", cursor: "1" });
  say(first, ended("2"));
  await vi.waitUntil(() => events.length === 1, { timeout: 30_000 });
  expect(events[0]?.cursor).toBe("2");
});

test("does not come back after the session has ended", async () => {
  const { states } = follow();
  const first = await peer(0);
  say(first, { type: "ready", cursor: "1" });
  first.close(4401, "The session has ended.");
  await vi.waitUntil(() => states.includes("ended"), { timeout: 30_000 });
  expect(states).not.toContain("broken");
});
