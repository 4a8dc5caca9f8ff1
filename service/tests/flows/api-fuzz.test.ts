import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { expect, it, onTestFinished } from "vitest";
import { findOwner } from "../../src/data-folder/lock.ts";
import { startChildService } from "./child-service.ts";
import { makeThings } from "./things-to-fuzz.ts";

const PROGRAM = process.env.TEST_SCHEMATHESIS ?? "";
const without = PROGRAM === "" ? " (TEST_SCHEMATHESIS is not set)" : "";
const SETTINGS = fileURLToPath(new URL("../schemathesis", import.meta.url));
const FEWEST_CASES = 5_000;

const Report = Type.Object({
  complete: Type.Boolean(),
  operations: Type.Object({ selected: Type.Integer(), tested: Type.Integer() }),
  test_cases: Type.Object({ generated: Type.Integer(), with_failures: Type.Integer() }),
});

// Nothing is asked of other machines: requests name models that would be looked for there.
const ENVIRONMENT = { LOCAL_ONLY: "true", PUBLIC_DOCS: "true", ADMIN_SIGN_INS_PER_QUARTER_HOUR: "0" };

it.skipIf(!PROGRAM)(
  `answers anything an API client may send as its OpenAPI document says${without}`,
  { timeout: 900_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosmic-fuzz-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const dataFolder = join(folder, "data");
    const service = await startChildService(dataFolder, ENVIRONMENT);
    onTestFinished(async () => void (await service.end("SIGKILL")));
    const things = await makeThings(service);
    const key = findOwner(dataFolder)?.key ?? "";
    await copyFile(join(SETTINGS, "schemathesis.toml"), join(folder, "schemathesis.toml"));
    for (const [kind, words] of Object.entries(things))
      await writeFile(join(folder, `${kind}.dict`), dictionary(words));

    const { code, output } = await runSchemathesis(`${service.address}/openapi.json`, folder, key);
    expect(code, output).toBe(0);
    const report = Value.Parse(Report, JSON.parse(await readFile(join(folder, "report.json"), "utf8")));
    expect(report).toMatchObject({ complete: true, test_cases: { with_failures: 0 } });
    expect(report.operations.tested).toBe(report.operations.selected);
    expect(report.test_cases.generated).toBeGreaterThanOrEqual(FEWEST_CASES);
    console.log(`${report.test_cases.generated} cases for ${report.operations.tested} operations`);
    expect(await service.end("SIGTERM")).toBe(0);
  },
);

/** @returns its exit code, and what it printed */
async function runSchemathesis(document: string, folder: string, key: string) {
  const options = ["--no-color", "--report", "json", "--report-json-path", join(folder, "report.json")];
  const child = spawn(
    PROGRAM,
    ["--config-file", join(folder, "schemathesis.toml"), "run", document, ...options],
    {
      cwd: folder,
      env: { ...process.env, FUZZ_KEY: key, SCHEMATHESIS_HOOKS: join(SETTINGS, "checks.py") },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code]: unknown[] = await once(child, "close");
  return { code, output };
}

/** In the form that Schemathesis reads. */
const dictionary = (words: readonly string[]) => words.map((word) => `${JSON.stringify(word)}\n`).join("");
