import { join, normalize, sep } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { open } from "../access/route-access.ts";
import { CosmicError } from "../errors.ts";
import { isRecord } from "../http/is-record.ts";
import { setSecurityHeaders } from "../http/security-headers.ts";
import type { Server } from "../http/server.ts";
import { readStaticFile, sendStaticFile } from "../http/static-file.ts";
import { NOT_BUILT } from "./not-built.ts";

/** The build puts the hash of a file into its name: another content has another name. */
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * The admin app under `/admin/`. Its files are for everyone: they hold no data. What it shows it asks of the API, with
 * the session of whoever signed in.
 */
export function adminAppRoutes(app: Server, folder: string): void {
  const config = open();
  app.get("/admin/", { config }, (request, reply) => sendPage(request, reply));
  app.get("/admin/*", { config }, async (request, reply) => {
    const name = isRecord(request.params) ? String(request.params["*"]) : "";
    // Every address that is no file is a page of the app, so that reloading one works.
    if (!/\.\w+$/.test(name)) return sendPage(request, reply);
    const path = normalize(join(folder, name));
    const file = path.startsWith(normalize(folder) + sep) ? await readStaticFile(path) : undefined;
    if (file === undefined) throw new CosmicError("not_found", "The admin app has no such file.");
    setSecurityHeaders(reply, "page");
    return sendStaticFile(request, reply, file, name.startsWith("assets/") ? FOR_EVER : undefined);
  });

  /** Read each time, so that a new build is seen at once. */
  async function sendPage(request: FastifyRequest, reply: FastifyReply) {
    setSecurityHeaders(reply, "page");
    const page = await readStaticFile(join(folder, "index.html"));
    if (page === undefined) return reply.status(503).type("text/html; charset=utf-8").send(NOT_BUILT);
    return sendStaticFile(request, reply, page);
  }
}
