#!/usr/bin/env node
// Started by whatever Node the machine has; the service itself wants the one that the lock file names.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const own = fileURLToPath(new URL(`../../node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`, import.meta.url));
if (!existsSync(own)) {
  console.error("Run `npm start` or `npm install` first.");
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
const { status, signal } = spawnSync(own, [main, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? (signal === "SIGINT" ? 130 : 1);
