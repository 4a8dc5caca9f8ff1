import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENT, NODE } from "./install.mjs";
import { ROOT } from "./root.mjs";

/**
 * How the service is run so that it stays small and starts fast. Its dozen threads would each keep a heap of their own
 * for malloc, and a large nursery for short-lived objects. V8 would compile what PGlite uses at a start once more, and
 * better, on four threads that take the cores from the start itself: one is enough, and for what is used ten times as
 * often (docs/adr/0002-pglite-as-the-embedded-database.md).
 */
const RUNTIME = JSON.parse(readFileSync(new URL("./runtime.json", import.meta.url), "utf8"));

/** Compiled code is kept between starts, for the worker threads too. */
const COMPILED = join(ROOT, "node_modules", ".cache", "cosmic-insights", "compiled");

/** Runs the command line on the Node of this project. The exit code becomes that of this process. */
export function runCosmic(commandLine) {
  const main = join(ROOT, "service", "src", "main.ts");
  const child = spawn(NODE, [...RUNTIME.arguments, main, ...commandLine], {
    stdio: "inherit",
    env: { ...RUNTIME.environment, NODE_COMPILE_CACHE: COMPILED, ...ENVIRONMENT },
  });
  // Ctrl-C reaches the child by itself; here it must only not end this process before the child.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  if (process.env.npm_lifecycle_event) endWithParent(child);
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
}

/** npm hands a SIGTERM to the shell between it and us, and that shell to nobody: all we see is that it is gone. */
function endWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}
