// Runs on whatever Node the machine has (20 or later): it is what fetches the Node that runs the rest.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BIN = join(ROOT, "node_modules", ".bin");
const STAMP = join(ROOT, "node_modules", ".cache", "cosmic-insights", "installed");

/** The Node that the lock file names. */
export const NODE = join(
  ROOT,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** Its programs come before those of the machine. */
export const ENVIRONMENT = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ""}` };

/** Installs what the lock file names, unless that has been done; a second call costs a file comparison. */
export function installWhatIsMissing() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  const installed = existsSync(STAMP) && existsSync(NODE) ? readFileSync(STAMP, "utf8") : "";
  if (installed === wanted) return;
  console.error("Installing what is missing. This takes a minute or two, and only once.");
  run("npm", [
    "ci",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    ...(process.stderr.isTTY ? ["--progress"] : []),
  ]);
  console.error("Preparing an empty database and a faster start.");
  run(NODE, [join(ROOT, "service", "src", "prepare.ts")]);
  mkdirSync(join(STAMP, ".."), { recursive: true });
  writeFileSync(STAMP, wanted);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    env: ENVIRONMENT,
    // On Windows npm is a script, which only a shell runs.
    shell: process.platform === "win32" && command === "npm",
  });
  if (error) throw error;
  if (status === 0) return;
  console.error(
    `\n${command} ${args.join(" ")} failed. Is the package registry reachable, and is there free disk?`,
  );
  process.exit(status ?? 1);
}
