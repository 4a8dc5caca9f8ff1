import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect as connectSocket } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { ask, EMBEDDER, makeKey, start, statusOf, V1 } from "./access-requests.ts";
import { startTestService, type TestService } from "./test-service.ts";

describe("what the server takes", () => {
  it("no heads and no bodies that trickle in", async () => {
    const service = await start({ HTTP_HEADERS_TIMEOUT_SECONDS: "1", HTTP_REQUEST_TIMEOUT_SECONDS: "2" });
    const head = "POST /api/v1/search/ HTTP/1.1\r\nhost: localhost\r\n";
    const body = `${head}content-type: application/json\r\ncontent-length: 100000\r\n\r\n{`;
    const slow = [trickle(service, head, "x"), trickle(service, body, " ")];
    // Others are answered meanwhile.
    expect(await statusOf(ask(service, undefined, "GET", "/livez"))).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("no name of another site while nobody is asked who they are (DNS rebinding)", async () => {
    const service = await start();
    const as = (host: string, key?: string) => askAs(service, { host, ...(key ? { "x-api-key": key } : {}) });
    for (const host of ["localhost", "127.0.0.1:8000", "[::1]:8000", "cosmic.localhost"]) {
      expect([host, (await as(host)).status]).toEqual([host, 200]);
    }
    expect(await as("evil.example.org")).toMatchObject({ status: 403 });
    const { key } = await makeKey(service, undefined);
    expect((await as("insights.example.org", key)).status).toBe(200);
  });

  it("no change that a page of another site asks for while nobody is asked who they are", async () => {
    const service = await start({ CORS_ORIGINS: "https://app.example.org" });
    const { host } = new URL(service.address);
    const retry = (headers: Record<string, string>) =>
      askAs(service, headers, "POST", `${V1}/documents/retry_failed/`);
    for (const headers of [
      { origin: "https://evil.example.org" },
      { origin: "null" },
      { origin: `http://${host}`, "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      expect([headers, (await retry(headers)).status]).toEqual([headers, 403]);
    }
    const own: Record<string, string>[] = [
      {},
      { origin: `http://${host}` },
      { "sec-fetch-site": "same-origin" },
      { origin: "https://app.example.org", "sec-fetch-site": "cross-site" },
    ];
    for (const headers of own) {
      expect([headers, (await retry(headers)).status]).toEqual([headers, 202]);
    }
  });

  it("pages of other origins only as CORS_ORIGINS says, and never with a cookie", async () => {
    const origin = "https://app.example.org";
    const [closed, opened] = [await shared(), await start({ CORS_ORIGINS: origin })];
    const preflight = { origin, "access-control-request-method": "POST" };
    const asked = (service: TestService, headers: Record<string, string>) =>
      askAs(service, headers, "access-control-request-method" in headers ? "OPTIONS" : "GET");
    expect((await asked(closed, preflight)).headers["access-control-allow-origin"]).toBeUndefined();
    expect((await asked(closed, { origin })).headers["access-control-allow-origin"]).toBeUndefined();
    const allowed = await asked(opened, preflight);
    expect(allowed.status).toBe(204);
    expect(allowed.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-headers": expect.stringContaining("authorization"),
    });
    expect(allowed.headers["access-control-allow-credentials"]).toBeUndefined();
    const other = await asked(opened, { ...preflight, origin: "https://example.org" });
    expect(other.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("what the server says", () => {
  it("has a policy for what a browser may do with it, on every page", async () => {
    const service = await shared();
    const pages: [path: string, policy: RegExp][] = [
      [`${V1}/documents/`, /^default-src 'none'/],
      [`${V1}/nothing/`, /^default-src 'none'/],
      ["/openapi.json", /^default-src 'none'/],
      ["/docs/", /^default-src 'none'; script-src 'self'/],
      ["/docs/static/index.css", /^default-src 'none'; script-src 'self'/],
    ];
    for (const [path, policy] of pages) {
      const { headers } = await fetch(service.address + path);
      expect([path, headers.get("content-security-policy")]).toEqual([path, expect.stringMatching(policy)]);
      expect([path, headers.get("content-security-policy")]).toEqual([
        path,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
      expect([path, headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
    }
    const page = await (await fetch(`${service.address}/docs/`)).text();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|https?:\/\//);
  });

  it("is no address that a request could make the service ask (SSRF)", async () => {
    const service = await shared();
    const document: unknown = await (await fetch(`${service.address}/openapi.json`)).json();
    const found = [...fieldsOf(document)].filter((name) =>
      /url|uri|endpoint|webhook|callback|host\b|href/i.test(name),
    );
    // Answers: where to look for a job or a file, what an authenticator is told, and where a provider's model runs.
    expect(new Set(found)).toEqual(new Set(["status_url", "uri", "url", "host"]));
  });
});

describe("a stop", () => {
  it("does not wait for a connection on which nothing was asked, as browsers open some ahead", async () => {
    const service = await startTestService({ ...EMBEDDER, HTTP_HEADERS_TIMEOUT_SECONDS: "86400" });
    const { hostname, port } = new URL(service.address);
    const socket = connectSocket(Number(port), hostname);
    await once(socket, "connect");
    // The service knows of it once it answers what came later.
    await service.request("GET", "/livez");
    const closed = once(socket, "close");
    await service.stop();
    await closed;
  });
});

/** One that the tests share which change nothing. */
let running: Promise<TestService> | undefined;
async function shared(): Promise<TestService> {
  running ??= startTestService(EMBEDDER);
  return running;
}
afterAll(async () => (await running)?.stop());

/** With headers that `fetch` does not let one set. */
function askAs(
  service: TestService,
  headers: Record<string, string>,
  method = "GET",
  path = `${V1}/documents/`,
) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const request = httpRequest(service.address + path, { method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    request.on("error", reject).end();
  });
}

/** Sends a little every now and then, until it is cut off; resolves with what was answered. */
function trickle({ address }: TestService, begin: string, rest: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connectSocket(Number(port), hostname);
  socket.write(begin);
  const more = setInterval(() => socket.write(rest), 100);
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.on("error", () => {});
  return new Promise((resolve) => {
    socket.once("close", () => {
      clearInterval(more);
      resolve(answer);
    });
  });
}

/** Names of all properties in all schemas of a document. */
function* fieldsOf(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (name === "properties" && typeof part === "object" && part !== null) yield* Object.keys(part);
    yield* fieldsOf(part);
  }
}
