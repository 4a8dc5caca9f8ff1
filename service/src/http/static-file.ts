import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";

const TYPES: Partial<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file of a page, as it is sent. */
export interface StaticFile {
  content: Buffer;
  type: string;
  etag: string;
}

/** @returns undefined for what is not there, and for kinds of files that pages do not have */
export async function readStaticFile(path: string): Promise<StaticFile | undefined> {
  const type = TYPES[extname(path)];
  if (type === undefined) return undefined;
  const content = await readFile(path).catch(() => undefined);
  if (content === undefined) return undefined;
  return { content, type, etag: `"${createHash("sha256").update(content).digest("base64url")}"` };
}

/** @param cacheControl how long a browser may use it without asking */
export function sendStaticFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { content, type, etag }: StaticFile,
  cacheControl = "no-cache",
) {
  reply.headers({ "cache-control": cacheControl, etag });
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  return reply.type(type).send(content);
}
