import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { ModelFiles } from "../../ports/embedders/onnx/model-files.ts";
import { OnnxEmbedder } from "../../ports/embedders/onnx/onnx-embedder.ts";
import { TextTokenizer } from "../../ports/embedders/onnx/text-tokenizer.ts";
import { type Check, fail, ok } from "./check.ts";

/** What `models/export/golden.py` writes: token ids with the special ones, and the vector of unit length. */
const Golden = Type.Array(
  Type.Object({
    text: Type.String(),
    ids: Type.Array(Type.Integer()),
    vector: Type.Array(Type.Number()),
  }),
);
type Golden = Static<typeof Golden>;

const LEAST_COSINE = 0.999;

/** Whether this machine makes the same tokens and nearly the same vectors as the one the model was made on. */
export async function checkGoldenVectors(folder: string, files: ModelFiles): Promise<Check> {
  const path = join(folder, "golden.json");
  if (!existsSync(path)) return ok("Golden vectors", "the model comes without any");
  const golden = Value.Parse(Golden, JSON.parse(await readFile(path, "utf8")));
  const tokenizer = new TextTokenizer(files);
  const otherTokens = golden.filter(({ text, ids }) => tokenizer.encode(text).join() !== ids.join());
  if (otherTokens.length > 0) {
    return fail(
      "Golden vectors",
      `the tokens of ${otherTokens.length} of ${golden.length} texts differ, such as "${otherTokens[0]?.text.slice(0, 40)}"`,
      "The tokenizer is not the one of the model: bring tokenizer.json back and install again with `npm ci`.",
    );
  }
  const fitting = golden.filter(({ ids }) => ids.length <= files.identity.maxTokens);
  const least = Math.min(...(await cosines(files, fitting)));
  const found = `${fitting.length} texts, least cosine ${least.toFixed(5)}`;
  if (least >= LEAST_COSINE) return ok("Golden vectors", found);
  return fail(
    "Golden vectors",
    found,
    "This processor rounds otherwise: set EMBEDDING_MODEL_FILE=onnx/model.onnx, if the model has that file, and " +
      "build the index again.",
  );
}

async function cosines(files: ModelFiles, golden: Golden): Promise<number[]> {
  const options = { workers: 1, batchTokens: 512, batchMs: 30, queueTokens: 1_000_000, queryCacheSize: 1 };
  const embedder = await OnnxEmbedder.open(files, options);
  try {
    const texts = golden.map(({ text }) => text);
    const vectors = await embedder.embed(texts, { purpose: "document" });
    return golden.map(({ vector }, i) => cosine(vector, vectors[i] ?? new Float32Array()));
  } finally {
    await embedder.close();
  }
}

function cosine(a: readonly number[], b: Float32Array): number {
  const dot = a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}
