#!/usr/bin/env node
// Started by whatever Node the machine has; the service itself wants the one that the lock file names.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = process.platform === "win32" ? "node.exe" : "node";
const node = fileURLToPath(new URL(`../../node_modules/node/bin/${program}`, import.meta.url));
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const runtime = JSON.parse(readFileSync(new URL("../../launch/runtime.json", import.meta.url), "utf8"));

if (existsSync(node)) {
  const child = spawn(node, [...runtime.arguments, main, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...runtime.environment, ...process.env },
  });
  // Ctrl-C reaches the child by itself; here it must only not end this process before the child.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
} else {
  console.error("Nothing is installed yet. Run `npm start` or `npm install` first.");
  process.exitCode = 1;
}
