import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ENVIRONMENT, installWhatIsMissing, NODE } from "./install.mjs";
import { ROOT } from "./root.mjs";

installWhatIsMissing();

const tool = (...path) => join(ROOT, "node_modules", ...path);
// With arguments only the tests that they name are run, without the checks before them.
const wanted = process.argv.slice(2);
const tests = ["tests", [tool("vitest", "vitest.mjs"), "run", ...wanted]];
const checks = [
  ["types", [tool("typescript", "bin", "tsc"), "--noEmit"]],
  ["types of the web app", [tool("typescript", "bin", "tsc"), "--noEmit", "-p", join(ROOT, "web")]],
  ["lint", [tool("@biomejs", "biome", "bin", "biome"), "check", "."]],
  ["OpenAPI document and client", [join(ROOT, "contract", "generate.ts"), "--check"]],
];

const failed = [];
for (const [name, command] of wanted.length > 0 ? [tests] : [...checks, tests]) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(NODE, command, { cwd: ROOT, stdio: "inherit", env: ENVIRONMENT });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
