import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POLICIES } from "../http/security-headers.ts";
import { newServer, type Server } from "../http/server.ts";
import { createLog } from "../log.ts";
import { adminAppRoutes } from "./routes.ts";

let folder: string;
let app: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-admin-"));
  await writeFile(join(folder, "secret.js"), "not of the app");
  app = newServer(createLog({ level: "silent", pretty: false }), 1024);
  adminAppRoutes(app, join(folder, "built"));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string, headers = {}) => app.inject({ url, headers });

it("says what to do as long as the app is not built", async () => {
  const answer = await get("/admin/");
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain("npm run build -w web");
});

it("serves the page at every address of it, and files only where they are", async () => {
  await mkdir(join(folder, "built", "assets"), { recursive: true });
  await writeFile(join(folder, "built", "index.html"), "the page");
  await writeFile(join(folder, "built", "assets", "index-12345678.js"), "the script");

  for (const url of ["/admin", "/admin/", "/admin/documents/some-id"]) {
    const page = await get(url);
    expect([page.statusCode, page.body]).toEqual([200, "the page"]);
    expect(page.headers["content-security-policy"]).toBe(POLICIES.page);
    expect(page.headers["cache-control"]).toBe("no-cache");
  }
  const script = await get("/admin/assets/index-12345678.js");
  expect([script.body, script.headers["content-type"]]).toEqual([
    "the script",
    "text/javascript; charset=utf-8",
  ]);
  expect(script.headers["cache-control"]).toContain("immutable");
  const again = await get("/admin/", { "if-none-match": (await get("/admin/")).headers.etag });
  expect(again.statusCode).toBe(304);
});

it.each(["/admin/assets/none.js", "/admin/..%2fsecret.js", "/admin/%2e%2e/secret.js", "/admin/a.env"])(
  "has nothing at %s",
  async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  },
);
