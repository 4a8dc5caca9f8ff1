import { readFile } from "node:fs/promises";
import { join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { RequestHandler } from "express";

const TEXTS: Partial<Record<string, string>> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
};

const ENCODERS = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
};

/** So many compressed files are kept; a build has fewer, and what is asked for in vain takes no place. */
const MOST_KEPT = 500;

/** Serves scripts and styles whose name says their content, compressed once, when they are first asked for. */
export function compressedFiles(folder: string, hashed: RegExp): RequestHandler {
  const kept = new Map<string, Promise<Buffer>>();

  return async (request, response, next) => {
    const type = TEXTS[request.path.split(".").at(-1) ?? ""];
    const encoding = request.acceptsEncodings("br", "gzip");
    const wanted = request.method === "GET" && hashed.test(request.path) && type && !request.headers.range;
    if (!wanted || (encoding !== "br" && encoding !== "gzip")) return next();
    const path = pathIn(folder, request.path);
    if (path === undefined) return next();
    const key = `${encoding} ${path}`;
    const compressed = kept.get(key) ?? readFile(path).then(ENCODERS[encoding]);
    if (kept.size < MOST_KEPT) kept.set(key, compressed);
    try {
      const bytes = await compressed;
      response
        .set({
          "content-encoding": encoding,
          "cache-control": "public, max-age=31536000, immutable",
          vary: "Accept-Encoding",
        })
        .type(`${type}; charset=utf-8`)
        .end(bytes);
    } catch {
      // Not there: the next one says so.
      kept.delete(key);
      next();
    }
  };
}

function pathIn(folder: string, path: string): string | undefined {
  const inside = normalize(join(folder, path));
  return inside.startsWith(normalize(folder) + sep) ? inside : undefined;
}
