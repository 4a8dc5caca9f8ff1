import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newServer, type Server } from "../http/server.ts";
import { createLog } from "../log.ts";
import { refuseOtherOrigins } from "./same-origin.ts";

let app: Server;
beforeAll(async () => {
  app = newServer(createLog({ level: "silent", pretty: false }), 1024);
  app.addHook("onRequest", refuseOtherOrigins);
  app.get("/", () => ({}));
  app.post("/", () => ({}));
  await app.ready();
});
afterAll(() => app?.close());

async function status(method: "GET" | "POST", headers: Record<string, string>): Promise<number> {
  const own = { host: "127.0.0.1:5555", ...headers };
  return (await app.inject({ method, url: "/", headers: own })).statusCode;
}

describe("what may change something", () => {
  it.each([
    ["a browser that says so", { "sec-fetch-site": "same-origin" }],
    ["an older browser", { origin: "http://127.0.0.1:5555" }],
    ["both headers", { origin: "http://127.0.0.1:5555", "sec-fetch-site": "same-origin" }],
    ["behind a proxy with TLS", { origin: "https://127.0.0.1:5555" }],
    ["under a name of this machine", { host: "localhost:5555", origin: "http://localhost:5555" }],
  ])("the own page: %s", async (_name, headers) => expect(await status("POST", headers)).toBe(200));

  it.each([
    ["another site", { origin: "https://example.org", "sec-fetch-site": "cross-site" }],
    ["another port of this machine", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-site" }],
    ["an older browser on another site", { origin: "https://example.org" }],
    ["a page without an origin", { origin: "null" }],
    ["what does not say where it comes from", {}],
  ])("not %s", async (_name, headers) => expect(await status("POST", headers)).toBe(403));
});
