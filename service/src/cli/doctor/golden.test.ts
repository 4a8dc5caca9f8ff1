import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ROOT } from "../../config.ts";
import { readModelFiles } from "../../ports/embedders/onnx/model-files.ts";
import { checkGoldenVectors } from "./golden.ts";

const SHIPPED = join(ROOT, "models", "all-MiniLM-L6-v2");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-golden-"));
  for (const name of await readdir(SHIPPED)) {
    if (name !== "golden.json") await symlink(join(SHIPPED, name), join(folder, name));
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Row {
  text: string;
  ids: number[];
  vector: number[];
}

async function check(change: (rows: Row[]) => void) {
  const rows: Row[] = JSON.parse(await readFile(join(SHIPPED, "golden.json"), "utf8"));
  change(rows);
  await writeFile(join(folder, "golden.json"), JSON.stringify(rows));
  return checkGoldenVectors(folder, await readModelFiles(folder));
}

it("finds the vectors of this machine to be those of the model", async () => {
  expect(await check(() => {})).toMatchObject({ status: "ok", found: expect.stringMatching(/^\d\d texts/) });
});

it("fails on a single other token", async () => {
  const result = await check(([, second]) => second?.ids.splice(1, 1, 2000));
  expect(result).toMatchObject({ status: "fail", found: expect.stringMatching(/^the tokens of 1 of/) });
});

it("fails on a single other vector", async () => {
  const result = await check(([first]) => first?.vector.reverse());
  expect(result).toMatchObject({ status: "fail", found: expect.stringContaining("least cosine") });
});

it("has nothing to compare where the model comes without golden vectors", async () => {
  expect(await checkGoldenVectors(folder, await readModelFiles(folder))).toMatchObject({ status: "ok" });
});
