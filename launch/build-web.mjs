import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ENVIRONMENT, NODE, ROOT } from "./install.mjs";

const STAMP = join(ROOT, "node_modules", ".cache", "cosmic-insights", "web-built");
const PAGE = join(ROOT, "web", "dist", "index.html");
/** All that the pages are made of. */
const SOURCES = [
  "web/src",
  "web/public",
  "web/index.html",
  "web/vite.config.ts",
  "contract/src",
  "package-lock.json",
];

/** Builds the web app, unless it is built from just these sources; then a call costs reading them. */
export function buildWeb() {
  const wanted = hashOf(SOURCES.map((path) => join(ROOT, path)));
  const built = existsSync(STAMP) && existsSync(PAGE) ? readFileSync(STAMP, "utf8") : "";
  if (built === wanted) return;
  console.error("Building the web app.");
  const vite = join(ROOT, "node_modules", "vite", "bin", "vite.js");
  const { status } = spawnSync(NODE, [vite, "build", "--logLevel", "warn"], {
    cwd: join(ROOT, "web"),
    stdio: ["ignore", 2, 2],
    env: ENVIRONMENT,
  });
  // The service is of use without its pages; the backend says in their place what is missing.
  if (status !== 0) {
    console.error("The web app could not be built; the service starts without it.");
    return;
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, wanted);
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesOf)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
