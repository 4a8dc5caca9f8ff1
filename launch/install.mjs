// Runs on whatever Node the machine has (20 or later): it is what fetches the Node that runs the rest.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { madeFrom } from "./made-from.mjs";
import { ROOT } from "./root.mjs";

const BIN = join(ROOT, "node_modules", ".bin");

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

/** Installs what the lock file names, and makes of it what every start would else make; each unless it has been done. */
export function installWhatIsMissing() {
  const installed = madeFrom("installed", ["package-lock.json"]);
  if (!installed.already || !existsSync(NODE)) {
    console.error("Installing what is missing. This takes a minute or two, and only once.");
    const progress = process.stderr.isTTY ? ["--progress"] : [];
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...progress]);
    installed.note();
  }
  const prepared = madeFrom("prepared", ["package-lock.json", "service/src/db/migrations"]);
  if (!prepared.already) {
    console.error("Preparing an empty database and a faster start.");
    run(NODE, [join(ROOT, "service", "src", "prepare.ts")]);
    prepared.note();
  }
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
  const advice = command === "npm" ? "Is the package registry reachable, and is" : "Is";
  console.error(`\n${command} ${args.join(" ")} failed. ${advice} there free disk?`);
  process.exit(status ?? 1);
}
