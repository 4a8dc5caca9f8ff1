import { spawn } from "node:child_process";
import { join } from "node:path";
import { ENVIRONMENT, installWhatIsMissing, NODE, ROOT } from "./install.mjs";

installWhatIsMissing();
const arguments_ = [join(ROOT, "service", "src", "main.ts"), "start", ...process.argv.slice(2)];
const service = spawn(NODE, arguments_, { cwd: ROOT, stdio: "inherit", env: ENVIRONMENT });
// Ctrl-C reaches the service by itself; here it must only not end this process before the service.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
process.on("SIGTERM", () => service.kill("SIGTERM"));
service.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
