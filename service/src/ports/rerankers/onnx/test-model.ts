import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { ROOT } from "../../../config.ts";
import { readModelFiles } from "../../embedders/onnx/model-files.ts";
import { onnxFile } from "../../embedders/onnx/onnx-file.ts";

const SHIPPED = join(ROOT, "models", "all-MiniLM-L6-v2");
const VOCABULARY = 30_522;

/**
 * For tests: a cross-encoder that gives 2 for every time the text, not the query, has the word, less 1. It has the
 * tokeniser of the shipped model.
 */
export async function writeTestCrossEncoder(folder: string, word: string, outputs = 1): Promise<void> {
  const shipped = await readModelFiles(SHIPPED);
  const tokenizer = new Tokenizer(shipped.tokenizer, shipped.tokenizerConfig);
  const [id] = tokenizer.encode(word, { add_special_tokens: false }).ids;
  if (id === undefined) throw new Error(`the vocabulary has no ${word}`);
  const weights = new Float32Array(VOCABULARY * outputs);
  weights.fill(2, id * outputs, (id + 1) * outputs);
  const model = onnxFile({
    inputs: ["input_ids", "attention_mask", "token_type_ids"],
    output: "logits",
    initializers: [
      { name: "weights", dims: [VOCABULARY, outputs], data: weights },
      { name: "last", dims: [1], data: BigInt64Array.of(2n) },
      { name: "along", dims: [1], data: BigInt64Array.of(1n) },
      { name: "one", dims: [1], data: Float32Array.of(1) },
    ],
    nodes: [
      { type: "Gather", inputs: ["weights", "input_ids"], output: "values" },
      { type: "Mul", inputs: ["attention_mask", "token_type_ids"], output: "counted" },
      { type: "Cast", inputs: ["counted"], output: "counts", integers: { to: 1 } },
      { type: "Unsqueeze", inputs: ["counts", "last"], output: "column" },
      { type: "Mul", inputs: ["values", "column"], output: "parts" },
      { type: "ReduceSum", inputs: ["parts", "along"], output: "sum", integers: { keepdims: 0 } },
      { type: "Sub", inputs: ["sum", "one"], output: "logits" },
    ],
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "model.onnx"), model);
  await writeFile(
    join(folder, "config.json"),
    JSON.stringify({ max_position_embeddings: 64, pad_token_id: 0 }),
  );
  for (const file of ["tokenizer.json", "tokenizer_config.json"])
    await copyFile(join(SHIPPED, file), join(folder, file));
}
