import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../../config.ts";
import { prepareEmbedder } from "../create.ts";
import type { Embedder } from "../embedder.ts";
import { unmetered } from "../metering.ts";
import { readModelFiles } from "./model-files.ts";
import { TEST_DIMENSION, type TestModel, testVector, writeTestModel } from "./test-model.ts";

const MEAN = { pooling_mode_mean_tokens: true };
const LAST = { pooling_mode_lasttoken: true };
const CLS = { pooling_mode_cls_token: true };
const TEXTS = ["rain", "a long walk by the river in the rain", "tea"];

let folder: string;
const opened: Embedder[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cosmic-kinds-"));
});
afterEach(async () => {
  for (const embedder of opened.splice(0)) await embedder.close();
  await rm(folder, { recursive: true });
});

async function open(model: TestModel, env: Record<string, string> = {}): Promise<Embedder> {
  await writeTestModel(folder, model);
  const config = readConfig({ EMBEDDING_MODEL: folder, EMBEDDING_WORKERS: "1", ...env });
  const prepared = await prepareEmbedder(config, () => {});
  const embedder = await prepared.open(unmetered);
  opened.push(embedder);
  return embedder;
}

async function idsOf(text: string): Promise<number[]> {
  const files = await readModelFiles(folder);
  return new Tokenizer(files.tokenizer, files.tokenizerConfig).encode(text).ids;
}

const sum = (vectors: readonly (readonly number[])[]) =>
  Array.from({ length: TEST_DIMENSION }, (_, i) =>
    vectors.reduce((all, vector) => all + (vector[i] ?? 0), 0),
  );
/** What the model has at each token. */
const hidden = (ids: readonly number[]) => ids.map((_, i) => sum(ids.slice(0, i + 1).map(testVector)));
const unit = (vector: readonly number[]) => vector.map((value) => value / Math.hypot(...vector));

function expectNear(actual: Float32Array | undefined, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual?.[i]).toBeCloseTo(value, 4);
  });
}

describe("the vector of a text", () => {
  it.each([
    ["the mean of its tokens'", MEAN, (vectors: number[][]) => sum(vectors)],
    ["that of its first token", CLS, (vectors: number[][]) => vectors[0] ?? []],
    [
      "that of its last token, whatever is padded behind it",
      LAST,
      (vectors: number[][]) => vectors.at(-1) ?? [],
    ],
    [
      "that of its last token, by the newer name",
      { pooling_mode: "lasttoken" },
      (vectors: number[][]) => vectors.at(-1) ?? [],
    ],
  ])("is %s", async (_, pooling, pool) => {
    const embedder = await open({ pooling });
    const vectors = await embedder.embed(TEXTS, { purpose: "document" });
    for (const [i, text] of TEXTS.entries()) expectNear(vectors[i], unit(pool(hidden(await idsOf(text)))));
  });

  it("may depend on positions that the model wants to be told", async () => {
    const inputs = ["input_ids", "attention_mask", "position_ids"];
    const embedder = await open({ pooling: MEAN, inputs, of: "position_ids" });
    const vectors = await embedder.embed(TEXTS, { purpose: "document" });
    for (const [i, text] of TEXTS.entries()) {
      expectNear(vectors[i], unit(sum(hidden((await idsOf(text)).map((_, position) => position)))));
    }
  });
});

describe("prompts", () => {
  const texts = ["rain"];
  const withPrompt = async (prompt: string) => unit(hidden(await idsOf(`${prompt}rain`)).at(-1) ?? []);

  it.each([
    [{ prompts: { query: "query: ", document: "passage: " } }, "query: ", "passage: "],
    [{ prompts: { query: "search_query: ", passage: "text: " } }, "search_query: ", "text: "],
    [{ prompts: { query: "ask: ", corpus: "text: " } }, "ask: ", "text: "],
    [{ prompts: { query: "ask: ", document: null } }, "ask: ", ""],
    [{ prompts: { sts: "same: " }, default_prompt_name: "sts" }, "same: ", "same: "],
    [{ prompts: { query: "ask: ", sts: "same: " }, default_prompt_name: "sts" }, "ask: ", "same: "],
    [{ prompts: { sts: "same: " }, default_prompt_name: null }, "", ""],
    [{ prompts: {} }, "", ""],
  ])("of %j go in front of a query and a document", async (prompts, query, document) => {
    const embedder = await open({ pooling: LAST, prompts });
    const [asked] = await embedder.embed(texts, { purpose: "query" });
    const [written] = await embedder.embed(texts, { purpose: "document" });
    expectNear(asked, await withPrompt(query));
    expectNear(written, await withPrompt(document));
  });
});

describe("Matryoshka dimensions", () => {
  it.each([
    ["any, if the model says that it is made so", { is_matryoshka: true }, "4"],
    ["those that the model names", { matryoshka_dimensions: [2, 4] }, "4"],
  ])("are %s: the first components, as a vector of length one", async (_, config, EMBEDDING_DIMENSION) => {
    const embedder = await open({ pooling: LAST, config }, { EMBEDDING_DIMENSION });
    expect(embedder.identity.dimension).toBe(4);
    expect([embedder.shortensTo(2), embedder.shortensTo(4)]).toEqual([true, false]);
    const [vector] = await embedder.embed(["tea"], { purpose: "document" });
    expectNear(vector, unit((hidden(await idsOf("tea")).at(-1) ?? []).slice(0, 4)));
  });

  it.each([
    ["where the model's files say nothing of them", {}, "4"],
    ["where they are others", { matryoshka_dimensions: [2] }, "4"],
    ["beyond those of the model", { is_matryoshka: true }, "12"],
  ])("are refused %s", async (_, config, EMBEDDING_DIMENSION) => {
    await expect(open({ pooling: LAST, config }, { EMBEDDING_DIMENSION })).rejects.toMatchObject({
      code: "dimension_mismatch",
    });
  });

  it("that are all of them are none", async () => {
    const embedder = await open({ pooling: LAST }, { EMBEDDING_DIMENSION: String(TEST_DIMENSION) });
    expect(embedder.identity.dimension).toBe(TEST_DIMENSION);
  });
});

describe("a model that would be used wrongly", () => {
  it.each([
    [
      "whose pooling leaves the prompt out",
      { pooling: { ...MEAN, include_prompt: false }, prompts: { prompts: { query: "ask: " } } },
      "invalid_configuration",
      "leaves the prompt out",
    ],
    [
      "that wants what nobody gives it",
      { pooling: LAST, inputs: ["input_ids", "past_key_values.0.key"] },
      "embedder_unavailable",
      "past_key_values.0.key",
    ],
    [
      "that has no vectors of tokens",
      { pooling: MEAN, pooled: true },
      "embedder_unavailable",
      "no vector for each token",
    ],
  ])("is refused: one %s", async (_, model, code, message) => {
    await expect(open(model)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
