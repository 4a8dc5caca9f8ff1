import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { open } from "../access/route-access.ts";
import type { Server } from "../http/server.ts";

const FOLDER = new URL("./page/", import.meta.url);

const TYPES: Partial<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A route for every file of the page, and `/` for `index.html`. They are few and small, so they stay in memory. */
export async function pageRoutes(app: Server): Promise<void> {
  for (const name of await readdir(FOLDER)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const content = await readFile(new URL(name, FOLDER));
    const etag = `"${createHash("sha256").update(content).digest("base64url")}"`;
    app.get(name === "index.html" ? "/" : `/${name}`, { config: open() }, async (request, reply) => {
      reply.headers({ "cache-control": "no-cache", etag });
      if (request.headers["if-none-match"] === etag) return reply.status(304).send();
      return reply.type(type).send(content);
    });
  }
}
