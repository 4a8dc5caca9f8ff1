import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dataset, Experiment, ExperimentComparison } from "@cosmic/contract";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cosmic, type RunningCosmic, startCosmic } from "./cli-child.ts";
import { SMALL_SETS } from "./small-datasets.ts";

let folder: string;
let env: Record<string, string>;
let server: RunningCosmic;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-experiments-"));
  env = { DATA_DIR: join(folder, "data"), MONITOR_PORT: "0" };
  const { corpus = "", queries = "", qrels = "" } = SMALL_SETS.retrieval;
  await mkdir(join(folder, "diary", "qrels"), { recursive: true });
  await writeFile(join(folder, "diary", "corpus.jsonl"), corpus);
  await writeFile(join(folder, "diary", "queries.jsonl"), queries);
  await writeFile(join(folder, "diary", "qrels", "test.tsv"), qrels);
  await writeFile(join(folder, "pairs.jsonl"), SMALL_SETS.similarity.pairs ?? "");
}, 60_000);
afterAll(async () => {
  await server?.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

const run = (args: string[], input = "") => cosmic(["experiments", ...args], env, input);

async function answer<S extends TSchema>(schema: S, args: string[], input = "") {
  const { code, stdout, stderr } = await run(["--json", ...args], input);
  expect(code, stderr).toBe(0);
  return Value.Parse(schema, JSON.parse(stdout));
}

it("uploads and measures in its own process where no server runs", async () => {
  const pairs = join(folder, "pairs.jsonl");
  const add = ["datasets", "add", "pairs", pairs, "--kind", "similarity", "--licence", "CC0"];
  expect(await answer(Dataset, add)).toMatchObject({ name: "pairs", items: 8, licence: "CC0" });
  const body = JSON.stringify({ name: "cosines", kind: "similarity", dataset: "pairs" });
  const { code, stdout } = await run(["run", "-"], body);
  expect(code).toBe(0);
  expect(stdout).toMatch(/kind +similarity, completed/);
  expect(stdout).toMatch(/^Spearman +0\.\d{3} +-?0\.\d{3} to [01]\.\d{3} +│.*●.*│$/m);
}, 120_000);

it("does the same through a server, and compares", async () => {
  server = await startCosmic(env);
  expect(await answer(Dataset, ["datasets", "add", "diary", join(folder, "diary")])).toMatchObject({
    kind: "retrieval",
    documents: 24,
  });
  const file = join(folder, "run.json");
  const described = (mode: string) => ({
    name: mode,
    kind: "retrieval",
    dataset: "diary",
    parameters: { mode },
  });
  await writeFile(file, JSON.stringify(described("hybrid")));
  const one = await answer(Experiment, ["run", file]);
  const other = await answer(Experiment, ["run", "-"], JSON.stringify(described("keyword")));
  expect(await answer(Experiment, ["show", one.id])).toEqual(one);
  const compared = await answer(ExperimentComparison, ["compare", one.id, other.id]);
  expect(compared.paired).toBe(8);
  expect((await run(["compare", one.id, other.id])).stdout).toMatch(/^nDCG@10 +\+0\.\d+ .*p = 0\.\d{3}$/m);
  expect((await run([])).stdout).toMatch(/completed +retrieval +nDCG@10 .*keyword\n.*hybrid\n.*similarity/);
  const refused = await run(["datasets", "delete", "diary"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/2 runs use dataset "diary"/);
  expect((await run(["delete", one.id])).code).toBe(0);
}, 240_000);

it("says what is wrong with a file or an option", async () => {
  const wrong = join(folder, "wrong.jsonl");
  await writeFile(wrong, '{"text_a":"a","text_b":"b","score":1}\n{"text_a":"a"}\n');
  const refused = await run(["datasets", "add", "wrong", wrong, "--kind", "similarity"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/pairs\.jsonl:2: text_b is missing/);
  expect((await run(["datasets", "add", "wrong", wrong])).code).toBe(2);
  expect((await run(["datasets", "add", "wrong", join(folder, "nowhere")])).stderr).toMatch(/There is no/);
  expect((await run(["run", "-"], "{")).stderr).toMatch(/does not describe an experiment/);
}, 120_000);
