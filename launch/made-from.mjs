import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "./root.mjs";

/** Gone when npm installs anew. */
const STAMPS = join(ROOT, "node_modules", ".cache", "cosmic-insights");

/**
 * What is made of files and need not be made again before they change.
 *
 * @param name of what is made
 * @param sources files and folders, from the root
 * @returns whether it was made from just these, and a function that notes that it now is
 */
export function madeFrom(name, sources) {
  const stamp = join(STAMPS, name);
  const wanted = hashOf(sources.map((path) => join(ROOT, path)));
  return {
    already: existsSync(stamp) && readFileSync(stamp, "utf8") === wanted,
    note() {
      mkdirSync(STAMPS, { recursive: true });
      writeFileSync(stamp, wanted);
    },
  };
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesOf)) hash.update(relative(ROOT, file)).update(readFileSync(file));
  return hash.digest("hex");
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
