import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { open } from "../access/route-access.ts";
import type { Server } from "../http/server.ts";
import { readStaticFile, sendStaticFile } from "../http/static-file.ts";

const FOLDER = join(import.meta.dirname, "page");

/** A route for every file of the page, and `/` for `index.html`. They are few and small, so they stay in memory. */
export async function pageRoutes(app: Server): Promise<void> {
  for (const name of await readdir(FOLDER)) {
    const file = await readStaticFile(join(FOLDER, name));
    if (file === undefined) continue;
    app.get(name === "index.html" ? "/" : `/${name}`, { config: open() }, async (request, reply) =>
      sendStaticFile(request, reply, file),
    );
  }
}
