import { spawn } from "node:child_process";
import { join } from "node:path";
import { ENVIRONMENT, installWhatIsMissing, NODE, ROOT, RUNTIME } from "./install.mjs";

installWhatIsMissing();
// Compiled code is kept between starts, for the worker threads too.
const COMPILED = join(ROOT, "node_modules", ".cache", "cosmic-insights", "compiled");
const arguments_ = [
  ...RUNTIME.arguments,
  join(ROOT, "service", "src", "main.ts"),
  "start",
  ...process.argv.slice(2),
];
const service = spawn(NODE, arguments_, {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...RUNTIME.environment, NODE_COMPILE_CACHE: COMPILED, ...ENVIRONMENT },
});
// Ctrl-C reaches the service by itself; here it must only not end this process before the service.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
process.on("SIGTERM", () => service.kill("SIGTERM"));
service.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
