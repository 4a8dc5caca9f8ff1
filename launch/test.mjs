import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ENVIRONMENT, installWhatIsMissing, NODE, ROOT } from "./install.mjs";

installWhatIsMissing();

const program = (name, path) => [name, [join(ROOT, "node_modules", ...path.split("/"))]];
const [vitest, vitestPath] = program("tests", "vitest/vitest.mjs");
// With arguments only the tests that they name are run, without the checks before them.
const wanted = process.argv.slice(2);
const steps = [
  ["types", [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "--noEmit"]],
  ["lint", [join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome"), "check", "."]],
  ["OpenAPI document and client", [join(ROOT, "contract", "generate.ts"), "--check"]],
  [vitest, [...vitestPath, "run"]],
];

const failed = [];
for (const [name, command] of wanted.length > 0 ? [[vitest, [...vitestPath, "run", ...wanted]]] : steps) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(NODE, command, { cwd: ROOT, stdio: "inherit", env: ENVIRONMENT });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
