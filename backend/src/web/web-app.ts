import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler, Router } from "express";
import { compressedFiles } from "./compressed-files.ts";

/** A name with a hash in it, as the build gives to what it makes: another content has another name. */
const HASHED = /^\/assets\/.+[-.][\w-]{8,}\.\w+$/;

/**
 * The built web app. Every address that is no file is a page of it, so that reloading one works. Its page is read each
 * time, so that a new build is seen at once; what the page names is kept by browsers for ever.
 */
export function webApp(folder: string): Router {
  const router = Router();
  const page: RequestHandler = (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    // A missing file is missing, and not the page.
    if (/\.\w+$/.test(request.path) && request.path !== "/index.html") return next();
    response.set("cache-control", "no-store");
    if (!existsSync(join(folder, "index.html"))) return response.status(503).type("html").send(NOT_BUILT);
    response.sendFile("index.html", { root: folder, cacheControl: false });
  };
  router.get("/index.html", page);
  router.use(compressedFiles(folder, HASHED));
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders(response, path) {
        const hashed = HASHED.test(path.slice(folder.length).replaceAll("\\", "/"));
        response.set(
          "cache-control",
          hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600",
        );
      },
    }),
  );
  router.use(page);
  return router;
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Cosmic Insights</title></head>
  <body>
    <h1>The web app is not built yet</h1>
    <p>Run <code>npm run build -w web</code> in the root of the checkout, then load this page again.</p>
    <p>The API works without it: <a href="/health">/health</a>.</p>
  </body>
</html>
`;
