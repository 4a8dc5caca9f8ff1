import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type ApiKey,
  ApiKeyList,
  AuditList,
  ErasureReceipt,
  EventMessage,
  Health,
  HealthState,
  NewApiKey,
  Problem,
} from "@cosmic/contract";
import { createEventStream } from "@cosmic/contract/events-client";
import { SignJWT } from "jose";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { type OwnDatabase, ownDatabase, WITHOUT_POSTGRES } from "../servers/own-database.ts";
import { type OwnRedis, ownRedis, WITHOUT_SERVER as WITHOUT_REDIS } from "../servers/redis.ts";
import { ask, EMBEDDER, makeKey, start, statusOf, V1 } from "./access-requests.ts";
import { bodyOf, startTestService, type TestService, until } from "./test-service.ts";

const SECRET = randomUUID() + randomUUID();

const tokenOf = (user: string, seconds = 60) =>
  new SignJWT({ sub: user })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(Buffer.from(SECRET));

describe("keys", () => {
  it("open the service to everyone on this machine until there is one, and to nobody else from then on", async () => {
    const service = await start();
    expect(await statusOf(ask(service, undefined, "GET", `${V1}/documents/`))).toBe(200);
    expect(await bodyOf(Health, await ask(service, undefined, "GET", `${V1}/health/`))).toBeDefined();
    const { id, key } = await makeKey(service, undefined);

    const refused = await ask(service, undefined, "GET", `${V1}/documents/`);
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="Cosmic Insights"',
    ]);
    expect(await bodyOf(Problem, refused)).toMatchObject({ code: "unauthenticated" });
    expect(await statusOf(ask(service, key, "GET", `${V1}/documents/`))).toBe(200);
    for (const path of ["/docs/", "/openapi.json", `${V1}/nothing/`]) {
      expect([path, await statusOf(ask(service, undefined, "GET", path))]).toEqual([path, 401]);
      expect([path, await statusOf(ask(service, key, "GET", path))]).not.toEqual([path, 401]);
    }
    for (const path of ["/livez", "/readyz"]) {
      expect(await statusOf(ask(service, "nonsense", "GET", path))).toBe(200);
    }
    const health = await ask(service, undefined, "GET", `${V1}/health/`);
    expect(health.headers.get("content-type")).toMatch("application/health+json");
    expect(await bodyOf(HealthState, health)).toEqual({ status: "ok" });
    expect(await bodyOf(Health, await ask(service, key, "GET", `${V1}/health/`))).toBeDefined();

    // When the last key is revoked nothing opens again.
    expect(await statusOf(ask(service, key, "DELETE", `${V1}/access/keys/${id}/`))).toBe(200);
    expect(await statusOf(ask(service, key, "GET", `${V1}/documents/`))).toBe(401);
    expect(await statusOf(ask(service, undefined, "GET", `${V1}/documents/`))).toBe(401);
  });

  it("are kept as hashes, listed without them, and say when they were used", async () => {
    const service = await start();
    const { key, ...shown } = await makeKey(service, undefined, {
      user_id: "ada",
      scopes: ["search", "admin"],
    });
    expect(await statusOf(ask(service, key, "GET", `${V1}/access/session/`))).toBe(200);
    const root = await ownerKey(service);
    await until(async () => (await listed(service, root))[0]?.last_used_at !== null);
    const [first] = await listed(service, root);
    expect(first).toEqual({ ...shown, last_used_at: first?.last_used_at });
    expect(JSON.stringify(first)).not.toContain(key.slice(-20));
  });

  it("are rotated: the old secret works for the time of grace and no longer", async () => {
    const service = await start();
    const old = await makeKey(service, undefined);
    const rotate = (by: string, grace: number) =>
      ask(service, by, "POST", `${V1}/access/keys/${old.id}/rotate/`, { grace_seconds: grace });
    const next = await bodyOf(NewApiKey, await rotate(old.key, 60));
    expect(next.id).toBe(old.id);
    for (const key of [old.key, next.key]) {
      expect(await statusOf(ask(service, key, "GET", `${V1}/access/session/`))).toBe(200);
    }
    const last = await bodyOf(NewApiKey, await rotate(next.key, 0));
    expect(await statusOf(ask(service, old.key, "GET", `${V1}/access/session/`))).toBe(401);
    expect(await statusOf(ask(service, next.key, "GET", `${V1}/access/session/`))).toBe(401);
    expect(await statusOf(ask(service, last.key, "GET", `${V1}/access/session/`))).toBe(200);
    await ask(service, last.key, "DELETE", `${V1}/access/keys/${old.id}/`);
    const root = await ownerKey(service);
    expect(await statusOf(ask(service, root, "POST", `${V1}/access/keys/${old.id}/rotate/`, {}))).toBe(404);
  });

  it.each([
    [{ scopes: [] }, "/scopes"],
    [{ scopes: ["everything"] }, "/scopes/0"],
    [{ expires_at: "2020-01-01T00:00:00Z" }, "/expires_at"],
    [{ name: "" }, "/name"],
    [{ webhook_url: "http://169.254.169.254/" }, "/webhook_url"],
  ])("are not made of %j", async (more, field) => {
    const service = await shared();
    const answer = await ask(service, undefined, "POST", `${V1}/access/keys/`, {
      ...{ name: "x", scopes: ["search"] },
      ...more,
    });
    expect(answer.status).toBe(400);
    expect(await bodyOf(Problem, answer)).toMatchObject({ field });
  });

  it("the key of the settings is that of the backend", async () => {
    const service = await start({ SERVICE_API_KEY: SECRET });
    expect(await statusOf(ask(service, undefined, "GET", `${V1}/documents/`))).toBe(401);
    expect(await statusOf(ask(service, SECRET, "GET", `${V1}/documents/`))).toBe(200);
    expect(await statusOf(ask(service, SECRET, "GET", `${V1}/jobs/`))).toBe(403);
    expect(
      await statusOf(ask(service, SECRET, "POST", `${V1}/access/keys/`, { name: "x", scopes: ["admin"] })),
    ).toBe(403);
  });
});

describe.skipIf(WITHOUT_POSTGRES !== "")(`keys over two processes${WITHOUT_POSTGRES}`, () => {
  it("that are made or revoked in one hold in the other within about a second", async () => {
    const own: OwnDatabase = await ownDatabase();
    onTestFinished(() => own.drop());
    const one = await start({ DATABASE_URL: own.url, ROLES: "api,worker,scheduler,monitor" });
    const other = await start({ DATABASE_URL: own.url, ROLES: "api,worker,scheduler,monitor" });
    const asked = async (key?: string) => statusOf(ask(other, key, "GET", `${V1}/access/session/`));
    expect(await asked()).toBe(200);
    const { id, key } = await makeKey(one, undefined);
    await until(async () => (await asked()) === 401);
    expect(await asked(key)).toBe(200);
    await ask(one, key, "DELETE", `${V1}/access/keys/${id}/`);
    expect(await statusOf(ask(one, key, "GET", `${V1}/access/session/`))).toBe(401);
    await until(async () => (await asked(key)) === 401);
  });
});

describe("the erasure of a user", () => {
  it("ends the keys that are bound to the user, and takes the user out of the audit log", async () => {
    const service = await start({ REQUIRE_AUTH: "true", AUTH_JWT_SECRET: SECRET });
    const root = await ownerKey(service);
    const bound = await makeKey(service, root, {
      user_id: "ada",
      scopes: ["documents:read", "documents:write"],
    });
    const others = await makeKey(service, root, { user_id: "bob", scopes: ["documents:read"] });
    const exported = async (key: string, user: string) =>
      (await ask(service, key, "GET", `${V1}/users/${user}/export/`)).text();
    await exported(bound.key, "ada");
    await exported(await tokenOf("ada"), "ada");
    await exported(others.key, "bob");
    await ask(service, bound.key, "DELETE", `${V1}/users/ada/`);
    const receipt = async () =>
      bodyOf(ErasureReceipt, await ask(service, root, "GET", `${V1}/users/ada/erasure/`));
    await until(async () => (await receipt()).state === "completed");
    expect(await receipt()).toMatchObject({
      removed: { api_keys: 1, audit_entries: 2 },
      remaining: { api_keys: 0, audit_entries: 0 },
    });
    expect(await statusOf(ask(service, bound.key, "GET", `${V1}/access/session/`))).toBe(401);
    expect(await statusOf(ask(service, others.key, "GET", `${V1}/access/session/`))).toBe(200);
    expect(JSON.stringify(await listed(service, root))).not.toContain('"ada"');
    const { results } = await bodyOf(AuditList, await ask(service, root, "GET", `${V1}/access/audit/`));
    const naming = results.filter((entry) => JSON.stringify(entry).includes('"ada"'));
    // Who erased the user is known as long as that the user was erased.
    expect(new Set(naming.map(({ action }) => action))).toEqual(new Set(["DELETE /api/v1/users/:id/"]));
    expect(results.filter(({ user_id }) => user_id === "bob")).toHaveLength(1);
  });
});

describe("events", () => {
  const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once("close", resolve));
  const refusedWith = (socket: WebSocket) =>
    new Promise<number>((resolve) => {
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.on("error", () => {});
    });

  it("are told to those who show who they are, and only what is theirs", async () => {
    const service = await start({ AUTH_JWT_SECRET: SECRET });
    const root = await ownerKey(service);
    const url = `${service.address.replace("http", "ws")}${V1}/events/`;
    expect(await refusedWith(new WebSocket(url))).toBe(401);
    expect(await refusedWith(new WebSocket(`${url}?token=${root}`))).toBe(401);
    const ada = { headers: { authorization: `Bearer ${await tokenOf("ada")}` } };
    expect(await refusedWith(new WebSocket(`${url}?user_id=bob`, ada))).toBe(403);

    const socket = new WebSocket(url, ada);
    const heard: EventMessage[] = [];
    socket.on("message", (data) => heard.push(Value.Parse(EventMessage, JSON.parse(String(data)))));
    // A browser cannot set headers, so the token is offered as a protocol and not agreed on.
    const streamed: (string | null)[] = [];
    const token = await tokenOf("ada");
    const stream = createEventStream({
      url,
      token: () => token,
      onEvent: (event) => void streamed.push(event.user_id),
    });
    onTestFinished(() => stream.close());
    await expect.poll(() => [heard.length, stream.cursor !== undefined]).toEqual([1, true]);
    for (const user_id of ["bob", "ada"]) {
      await ask(service, root, "POST", `${V1}/documents/`, { user_id, text: "Something." });
    }
    await ask(service, root, "POST", `${V1}/sync/`, {});
    await expect.poll(() => [heard.length >= 3, streamed.length >= 2]).toEqual([true, true]);
    const users = heard.flatMap((message) => ("user_id" in message ? [message.user_id] : []));
    expect(new Set([...users, ...streamed])).toEqual(new Set(["ada"]));
    socket.terminate();
  });

  it("end for a key that is revoked, for a token that ends, and for nobody in particular when access control begins", async () => {
    const service = await start();
    const url = `${service.address.replace("http", "ws")}${V1}/events/`;
    const anonymous = new WebSocket(url);
    await new Promise((resolve) => anonymous.once("message", resolve));
    const { id, key } = await makeKey(service, undefined);
    const known = new WebSocket(url, { headers: { "x-api-key": key } });
    await new Promise((resolve) => known.once("message", resolve));
    expect(await closed(anonymous)).toBe(4401);
    expect(known.readyState).toBe(WebSocket.OPEN);
    await ask(service, key, "DELETE", `${V1}/access/keys/${id}/`);
    expect(await closed(known)).toBe(4401);
  });
});

describe("limits", () => {
  const codes = async (service: TestService, key: string, times: number) => {
    const answers = [];
    for (let i = 0; i < times; i++) answers.push(await ask(service, key, "GET", `${V1}/access/session/`));
    return answers;
  };

  it("hold for each key and each user apart, and say when to come back", async () => {
    const service = await start({
      ...{ AUTH_JWT_SECRET: SECRET, KEY_REQUESTS_PER_MINUTE: "5", USER_REQUESTS_PER_MINUTE: "3" },
    });
    const root = await ownerKey(service);
    const [one, other] = [await makeKey(service, root), await makeKey(service, root)];
    const answers = await codes(service, one.key, 6);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    const last = answers.at(-1);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(last?.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    if (last) expect(await bodyOf(Problem, last)).toMatchObject({ code: "rate_limited" });
    expect((await codes(service, other.key, 1)).map(({ status }) => status)).toEqual([200]);
    // Of a user all tokens count together.
    const tokens = [await tokenOf("ada", 60), await tokenOf("ada", 90)];
    const ofAda = [];
    for (const token of [...tokens, ...tokens]) ofAda.push((await codes(service, token, 1))[0]?.status);
    expect(ofAda).toEqual([200, 200, 200, 429]);
    expect((await codes(service, await tokenOf("bob"), 1))[0]?.status).toBe(200);
  });

  it.skipIf(WITHOUT_REDIS !== "")(
    `are shared by processes over Redis, and hold nobody up without it${WITHOUT_REDIS}`,
    async () => {
      const redis: OwnRedis = await ownRedis();
      onTestFinished(() => redis.dispose());
      await redis.start();
      const env = { REDIS_URL: redis.url, AUTH_JWT_SECRET: SECRET, USER_REQUESTS_PER_MINUTE: "3" };
      const [one, other] = [await start(env), await start(env)];
      const token = await tokenOf("ada");
      const statuses = [];
      for (const service of [one, other, one, other])
        statuses.push((await codes(service, token, 1))[0]?.status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      await redis.kill();
      expect((await codes(one, token, 1))[0]?.status).toBe(200);
      await redis.start();
    },
  );
});

/** One that the tests share which change nothing. */
let running: Promise<TestService> | undefined;
async function shared(): Promise<TestService> {
  running ??= startTestService(EMBEDDER);
  return running;
}
afterAll(async () => (await running)?.stop());

async function listed(service: TestService, key: string): Promise<ApiKey[]> {
  const answer = await ask(service, key, "GET", `${V1}/access/keys/`);
  return (await bodyOf(ApiKeyList, answer)).results;
}

/** The key that the process writes for the commands of its owner. */
async function ownerKey({ dataFolder }: TestService): Promise<string> {
  const file = join(dataFolder, "owner.json");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const Owner = Type.Object({ key: Type.String() });
  const owner: Static<typeof Owner> = Value.Parse(Owner, JSON.parse(await readFile(file, "utf8")));
  return owner.key;
}
