import { rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { BUNDLE_FOLDER, BUNDLED, fileName } from "./bundled-libraries.ts";

/** Makes the bundle anew. It is moved to its place whole, so that no start finds half of one. */
export async function bundleLibraries(): Promise<void> {
  const folder = fileURLToPath(BUNDLE_FOLDER).replace(/[\\/]$/, "");
  const unfinished = `${folder}.${process.pid}`;
  await build({
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    platform: "node",
    input: Object.fromEntries(BUNDLED.map((name) => [fileName(name), name])),
    // What the libraries import of others stays an import, so that nothing is there twice.
    external: (id, importer) => importer !== undefined && /^[a-z@]/i.test(id) && !BUNDLED.includes(id),
    treeshake: false,
    logLevel: "warn",
    output: { dir: unfinished, entryFileNames: "[name].mjs", chunkFileNames: "[hash].mjs" },
  });
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
}
