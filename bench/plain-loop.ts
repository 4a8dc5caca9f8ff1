import { availableParallelism } from "node:os";
import { Tokenizer } from "@huggingface/tokenizers";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelFiles } from "../service/src/ports/embedders/onnx/model-files.ts";
import { poolAndNormalize } from "../service/src/ports/embedders/onnx/pooling.ts";

const BATCH_TOKENS = 4096;

/**
 * What one writes first, and what the engine is measured against: one onnxruntime session with its default
 * settings on all cores, texts sorted by length, batches of 4,096 padded tokens.
 */
export async function openPlainLoop(
  files: ModelFiles,
): Promise<(texts: readonly string[]) => Promise<Float32Array[]>> {
  const tokenizer = new Tokenizer(files.tokenizer, files.tokenizerConfig);
  const session = await InferenceSession.create(files.modelPath, {
    intraOpNumThreads: availableParallelism(),
  });
  return async (texts) => {
    const encoded = texts.map((text, at) => ({ at, ids: tokenizer.encode(text).ids }));
    encoded.sort((a, b) => a.ids.length - b.ids.length);
    const vectors: Float32Array[] = [];
    for (let start = 0; start < encoded.length; ) {
      let end = start + 1;
      while (end < encoded.length && (end + 1 - start) * (encoded[end]?.ids.length ?? 0) <= BATCH_TOKENS)
        end++;
      const batch = encoded.slice(start, end);
      const pooled = await run(
        session,
        batch.map(({ ids }) => ids),
      );
      const dimension = pooled.length / batch.length;
      batch.forEach(({ at }, row) => {
        vectors[at] = pooled.slice(row * dimension, (row + 1) * dimension);
      });
      start = end;
    }
    return vectors;
  };
}

async function run(session: InferenceSession, batch: readonly number[][]): Promise<Float32Array> {
  const width = Math.max(...batch.map((ids) => ids.length));
  const ids = new BigInt64Array(batch.length * width);
  const mask = new BigInt64Array(batch.length * width);
  batch.forEach((row, r) => {
    row.forEach((id, i) => {
      ids[r * width + i] = BigInt(id);
      mask[r * width + i] = 1n;
    });
  });
  const shape = [batch.length, width];
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    const values =
      name === "input_ids" ? ids : name === "attention_mask" ? mask : new BigInt64Array(ids.length);
    feeds[name] = new Tensor("int64", values, shape);
  }
  const output = (await session.run(feeds))[session.outputNames[0] ?? ""];
  if (!(output?.data instanceof Float32Array)) throw new Error("the model gave no float32 output");
  return poolAndNormalize(
    output.data,
    batch.map((row) => row.length),
    width,
    "mean",
  );
}
