import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { AppHealth } from "@cosmic/contract/app";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf } from "../client.ts";
import { startTestBackend, type TestBackend } from "../test-backend.ts";

const PAGE = "<!doctype html><title>Journal</title>";
const SCRIPT = `export const text = "${"journal ".repeat(500)}";`;
let backend: TestBackend;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-web-"));
  await mkdir(join(folder, "dist", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.js"), "never shown");
  await writeFile(join(folder, "dist", "index.html"), PAGE);
  await writeFile(join(folder, "dist", "icon.svg"), "<svg/>");
  await writeFile(join(folder, "dist", "assets", "index-DpT5x3aQ.js"), SCRIPT);
  await writeFile(join(folder, "dist", "assets", "plain.js"), SCRIPT);
  backend = await startTestBackend({ webFolder: join(folder, "dist") });
});
afterAll(async () => {
  await backend?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(backend.address + path, init);

/** As it comes over the wire: `fetch` decompresses, and makes paths proper. */
async function raw(path: string, headers: Record<string, string> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<import("node:http").IncomingMessage>();
  const { hostname, port } = new URL(backend.address);
  request({ hostname, port, path, headers }, resolve).on("error", reject).end();
  const response = await promise;
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

describe("the web app", () => {
  it.each(["/", "/index.html", "/search?q=rain", "/entries/5", "/assets/", "/a/deep/page"])(
    "is a page at %s, read anew each time",
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(PAGE);
      expect(response.headers.get("cache-control")).toBe("no-store");
    },
  );

  it("keeps what has its content in its name for ever, and the rest for an hour", async () => {
    const cached = async (path: string) => (await get(path)).headers.get("cache-control");
    expect(await cached("/assets/index-DpT5x3aQ.js")).toBe("public, max-age=31536000, immutable");
    expect(await cached("/assets/plain.js")).toBe("public, max-age=3600");
    expect(await cached("/icon.svg")).toBe("public, max-age=3600");
  });

  it("comes compressed to who takes it so", async () => {
    const path = "/assets/index-DpT5x3aQ.js";
    for (const [encoding, decode] of [
      ["br", brotliDecompressSync],
      ["gzip", gunzipSync],
    ] as const) {
      const { headers, body } = await raw(path, { "accept-encoding": encoding });
      expect(headers).toMatchObject({
        "content-encoding": encoding,
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "public, max-age=31536000, immutable",
        vary: "Accept-Encoding",
        "x-content-type-options": "nosniff",
      });
      expect(body.length).toBeLessThan(SCRIPT.length / 10);
      expect(decode(body).toString()).toBe(SCRIPT);
    }
    const plain = await raw(path);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.toString()).toBe(SCRIPT);
  });

  it.each([
    "/assets/missing-DpT5x3aQ.js",
    "/missing.png",
    "/api/missing",
    "/assets/../../secret.js",
    "/assets/..%2f..%2fsecret.js",
    "/assets/x-12345678/..%2f..%2f..%2fsecret.js",
    "/%2e%2e/secret.js",
  ])("is not there at %s", async (path) => {
    for (const headers of [{}, { "accept-encoding": "br" }]) {
      const response = await raw(path, headers);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.body.toString()).not.toContain("never shown");
      expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    }
  });

  it("may load nothing from elsewhere, run nothing inline, and be framed by nobody", async () => {
    for (const path of ["/", "/api/auth/session", "/health"]) {
      const policy = (await get(path)).headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("style-src 'self' 'unsafe-inline'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect((await get(path)).headers.get("x-powered-by")).toBeNull();
    }
  });

  it("says how it is built where it is not", async () => {
    await using unbuilt = await backend.another({ webFolder: join(folder, "nowhere") });
    const response = await fetch(unbuilt.address);
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toContain("npm run build -w web");
  });
});

describe("health", () => {
  it("tells of journal and service", async () => {
    const response = await get("/health");
    expect(response.status).toBe(200);
    const checks = { journal: { status: "ok" }, service: { status: "ok" } };
    expect(await bodyOf(AppHealth, response)).toEqual({ status: "ok", checks });
  });

  it("is degraded without the service, and failing without the journal", async () => {
    await backend.service.stop();
    const degraded = await get("/health");
    expect(degraded.status).toBe(200);
    expect(await bodyOf(AppHealth, degraded)).toMatchObject({
      status: "degraded",
      checks: { journal: { status: "ok" }, service: { status: "failing", error: expect.any(String) } },
    });
    await backend.service.start();
    const { store } = backend;
    const broken = { ...store, check: () => Promise.reject(new Error("mongodb://ada:secret@host")) };
    await using failing = await backend.another({ store: broken });
    const response = await fetch(`${failing.address}/health`);
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: "failing", checks: { journal: { status: "failing" } } });
    expect(text).not.toContain("secret");
    // What a container is judged by: starting it again would not help its journal.
    expect(await (await fetch(`${failing.address}/livez`)).json()).toEqual({ status: "ok" });
  });
});
