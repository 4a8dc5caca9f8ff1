import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll } from "vitest";
import { ROOT } from "../../service/src/config.ts";
import { WITHOUT_CHROMIUM } from "./browser.ts";

/**
 * The pages as they are now, built into a folder of their own.
 *
 * @param of the app: the folder in `web/` that has its `vite.config.ts`
 */
export function useBuiltWeb(of: "." | "admin" = "."): () => string {
  let folder = "";
  beforeAll(async () => {
    if (WITHOUT_CHROMIUM) return;
    folder = await mkdtemp(join(tmpdir(), "cosmic-pages-"));
    const root = join(ROOT, "web", of);
    await build({
      root,
      configFile: join(root, "vite.config.ts"),
      logLevel: "error",
      build: { outDir: folder, emptyOutDir: true },
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
