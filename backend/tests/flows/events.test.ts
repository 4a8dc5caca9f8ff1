import { once } from "node:events";
import { EVENTS_CLOSED } from "@cosmic/contract/app";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Client, PASSWORD, signedUp } from "../client.ts";
import { startTestBackend, type TestBackend } from "../test-backend.ts";

let backend: TestBackend;
let ada: Awaited<ReturnType<typeof signedUp>>;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend?.[Symbol.asyncDispose]());
beforeEach(async () => {
  ada = await signedUp(backend.address);
  backend.service.onSocket(() => {});
});

const connect = (
  client: Client | undefined,
  query = "",
  headers: Record<string, string> = {},
  path = "/api/events",
) =>
  new WebSocket(`${backend.address.replace("http", "ws")}${path}${query}`, {
    headers: { origin: backend.address, ...(client ? { cookie: client.cookie() } : {}), ...headers },
  });
/** The status with which a WebSocket is refused. */
const refusal = async (socket: WebSocket) => {
  socket.on("error", () => {});
  const [, response] = await once(socket, "unexpected-response");
  return response.statusCode;
};
const closed = async (socket: WebSocket) => (await once(socket, "close"))[0];

/** A connection of Ada's, and the service's end of it. */
async function open(query = "") {
  const { promise, resolve } = Promise.withResolvers<{ service: WebSocket; url: URL }>();
  backend.service.onSocket((service, url) => resolve({ service, url }));
  const client = connect(ada, query);
  const messages: string[] = [];
  client.on("message", (data) => messages.push(String(data)));
  await once(client, "open");
  return { client, messages, ...(await promise) };
}

describe("a WebSocket", () => {
  it("is refused to who is not signed in, comes from another site, or asks for something else", async () => {
    expect(await refusal(connect(undefined))).toBe(401);
    expect(await refusal(connect(undefined, "", { cookie: "cosmic_session=x" }))).toBe(401);
    expect(await refusal(connect(ada, "", { origin: "https://elsewhere.example" }))).toBe(403);
    expect(await refusal(connect(ada, "", { origin: "null" }))).toBe(403);
    expect(await refusal(connect(ada, "", { "sec-fetch-site": "cross-site" }))).toBe(403);
    expect(await refusal(connect(ada, "", {}, "/api/other"))).toBe(404);
  });

  it("gets the events of its own user from its cursor on, in their order", async () => {
    const { client, messages, service, url } = await open("?cursor=a%26b&user_id=somebody-else");
    expect(url.pathname).toBe("/api/v1/events/");
    expect([...url.searchParams]).toEqual([
      ["user_id", ada.account.id],
      ["cursor", "a&b"],
    ]);
    const sent = Array.from({ length: 50 }, (_, i) => JSON.stringify({ i }));
    for (const message of sent) service.send(message);
    await expect.poll(() => messages.length).toBe(sent.length);
    expect(messages).toEqual(sent);
    const gone = closed(service);
    client.close();
    await gone;
  });

  it("cannot say anything to the service, and nothing long at all", async () => {
    const { client, service } = await open();
    let heard = 0;
    service.on("message", () => heard++);
    client.send("hello");
    client.send("x".repeat(5_000));
    expect(await closed(client)).toBe(1009);
    expect(heard).toBe(0);
  });
});

describe("it closes", () => {
  it("when its session ends, and only then", async () => {
    const { client } = await open();
    const other = await signedUp(backend.address);
    await other.request("POST", "/api/auth/sign-out");
    expect(client.readyState).toBe(WebSocket.OPEN);
    const code = closed(client);
    await ada.request("POST", "/api/auth/sign-out");
    expect(await code).toBe(EVENTS_CLOSED.sessionEnded);
  });

  it("when another session changes the password, which keeps its own", async () => {
    const { client } = await open();
    const second = await signedUp(backend.address);
    await second.request("POST", "/api/auth/sign-in", { email: ada.account.email, password: PASSWORD });
    const own = connect(second);
    await once(own, "open");
    const code = closed(client);
    await second.request("POST", "/api/auth/password", { current: PASSWORD, next: "another long password" });
    expect(await code).toBe(EVENTS_CLOSED.sessionEnded);
    expect(own.readyState).toBe(WebSocket.OPEN);
    own.terminate();
  });

  it("so that the client comes back, when the service restarts or is away", async () => {
    const { client } = await open();
    const code = closed(client);
    await backend.service.stop();
    expect(await code).toBe(EVENTS_CLOSED.serviceRestarts);
    expect(await closed(connect(ada))).toBe(EVENTS_CLOSED.serviceAway);
    await backend.service.start();
    const again = await open();
    expect(again.client.readyState).toBe(WebSocket.OPEN);
    again.client.terminate();
  });

  it("with the reason of the service, if it gives one", async () => {
    const { client, service } = await open();
    const ended = once(client, "close");
    service.close(1013, "too slow");
    const [code, reason] = await ended;
    expect([code, String(reason)]).toEqual([1013, "too slow"]);
  });

  it("when the backend stops", async () => {
    const another = await backend.another();
    const socket = new WebSocket(`${another.address.replace("http", "ws")}/api/events`, {
      headers: { cookie: ada.cookie() },
    });
    await once(socket, "open");
    const code = closed(socket);
    await another[Symbol.asyncDispose]();
    expect(await code).toBe(EVENTS_CLOSED.serviceRestarts);
  });
});

it("a client that does not read slows the service down, and misses nothing when it reads again", async () => {
  const { client, messages, service } = await open();
  client.pause();
  const message = "x".repeat(64 * 1024);
  let sent = 0;
  const many = 1_000;
  // 64 MB: more than the buffers of the network take.
  while (sent < many) {
    service.send(`${sent++} ${message}`);
  }
  // What waits, waits at the service, which is where it is noticed and bounded.
  await expect.poll(() => service.bufferedAmount, { interval: 200 }).toBeGreaterThan(20_000_000);
  const waiting = service.bufferedAmount;
  expect(waiting).toBeGreaterThan(20_000_000);
  client.resume();
  await expect.poll(() => messages.length, { timeout: 60_000 }).toBe(many);
  expect(messages.map((text) => Number.parseInt(text, 10))).toEqual(
    Array.from({ length: many }, (_, i) => i),
  );
  client.terminate();
});
