import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ENVIRONMENT, NODE, ROOT } from "./install.mjs";

const STAMP = join(ROOT, "node_modules", ".cache", "cosmic-insights", "web-built");
/** The journal, and the admin app: what Vite is told, and the page that comes out. */
const APPS = [
  { options: [], page: join(ROOT, "web", "dist", "index.html") },
  { options: ["--config", "admin/vite.config.ts"], page: join(ROOT, "web", "dist-admin", "index.html") },
];
/** All that the pages are made of. */
const SOURCES = [
  "web/src",
  "web/admin",
  "web/public",
  "web/index.html",
  "web/vite.config.ts",
  "contract/src",
  "package-lock.json",
];

/** Builds both apps, unless they are built from just these sources; then a call costs reading them. */
export function buildWeb() {
  const wanted = hashOf(SOURCES.map((path) => join(ROOT, path)));
  const isThere = existsSync(STAMP) && APPS.every(({ page }) => existsSync(page));
  if (isThere && readFileSync(STAMP, "utf8") === wanted) return;
  console.error("Building the web app and the admin app.");
  // The service is of use without its pages; in their place it says what is missing.
  if (!APPS.every(({ options }) => build(options))) {
    console.error("The pages could not be built; the service starts without them.");
    return;
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, wanted);
}

function build(options) {
  const vite = join(ROOT, "node_modules", "vite", "bin", "vite.js");
  const { status } = spawnSync(NODE, [vite, "build", "--logLevel", "warn", ...options], {
    cwd: join(ROOT, "web"),
    stdio: ["ignore", 2, 2],
    env: ENVIRONMENT,
  });
  return status === 0;
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
