import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../../config.ts";
import { onnxFile } from "./onnx-file.ts";

const SHIPPED = join(ROOT, "models", "all-MiniLM-L6-v2");
const VOCABULARY = 30_522;
export const TEST_DIMENSION = 6;

/** What the tests' model has for a token of its vocabulary, or for a position. */
export function testVector(id: number): number[] {
  return Array.from({ length: TEST_DIMENSION }, (_, i) => Math.fround(Math.sin((id + 1) * (i + 1))));
}

export interface TestModel {
  pooling: object;
  /** Of `config.json`, `config_sentence_transformers.json`. */
  config?: object;
  prompts?: object;
  inputs?: readonly string[];
  /** Which input the vectors are of. */
  of?: string;
  /** One vector a text in place of one a token. */
  pooled?: boolean;
}

/**
 * For tests: a model whose vector at a token is the sum of the vectors of all tokens up to it, as in a decoder. It has
 * the tokeniser of the shipped model.
 */
export async function writeTestModel(folder: string, model: TestModel): Promise<void> {
  const { inputs = ["input_ids", "attention_mask"], of = "input_ids", pooled = false } = model;
  const weights = new Float32Array(VOCABULARY * TEST_DIMENSION);
  for (let id = 0; id < VOCABULARY; id++) weights.set(testVector(id), id * TEST_DIMENSION);
  const file = onnxFile({
    inputs,
    output: "last_hidden_state",
    rank: pooled ? 2 : 3,
    initializers: [
      { name: "weights", dims: [VOCABULARY, TEST_DIMENSION], data: weights },
      { name: "along", dims: [1], data: BigInt64Array.of(1n) },
    ],
    nodes: [
      { type: "Gather", inputs: ["weights", of], output: "values" },
      pooled
        ? {
            type: "ReduceSum",
            inputs: ["values", "along"],
            output: "last_hidden_state",
            integers: { keepdims: 0 },
          }
        : { type: "CumSum", inputs: ["values", "along"], output: "last_hidden_state" },
    ],
  });
  const json = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value));
  await mkdir(join(folder, "1_Pooling"), { recursive: true });
  await writeFile(join(folder, "model.onnx"), file);
  await json("config.json", { hidden_size: TEST_DIMENSION, max_position_embeddings: 64, ...model.config });
  await json("modules.json", [
    { path: "", type: "sentence_transformers.models.Transformer" },
    { path: "1_Pooling", type: "sentence_transformers.models.Pooling" },
  ]);
  await json("1_Pooling/config.json", model.pooling);
  if (model.prompts) await json("config_sentence_transformers.json", model.prompts);
  for (const name of ["tokenizer.json", "tokenizer_config.json"]) {
    await copyFile(join(SHIPPED, name), join(folder, name));
  }
}
