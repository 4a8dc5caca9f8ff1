import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENT, NODE } from "./install.mjs";
import { madeFrom } from "./made-from.mjs";
import { ROOT } from "./root.mjs";

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
  const built = madeFrom("web-built", SOURCES);
  if (built.already && APPS.every(({ page }) => existsSync(page))) return;
  console.error("Building the web app and the admin app.");
  // The service is of use without its pages; in their place it says what is missing.
  if (!APPS.every(({ options }) => build(options))) {
    console.error("The pages could not be built; the service starts without them.");
    return;
  }
  built.note();
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
