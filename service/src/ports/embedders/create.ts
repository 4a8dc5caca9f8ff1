import type { Config } from "../../config.ts";
import { CosmicError } from "../../errors.ts";
import { needsEmbedder } from "../../roles.ts";
import { createAbsentEmbedder } from "./absent.ts";
import type { Embedder } from "./embedder.ts";
import { findModelFolder } from "./onnx/find-model.ts";
import type { DownloadProgress } from "./onnx/hub.ts";
import { type ModelFiles, readModelFiles } from "./onnx/model-files.ts";
import { OnnxEmbedder } from "./onnx/onnx-embedder.ts";

const QUERY_CACHE_SIZE = 1_000;

/**
 * Begins to load the model that the configuration names, downloaded first where it must be. The function that is
 * returned waits until it is loaded. A process whose roles need no model gets one that refuses.
 *
 * @throws CosmicError `dimension_mismatch`, `model_not_found`, `model_unreachable`, `invalid_configuration`
 */
export async function prepareEmbedder(
  config: Config,
  onProgress: DownloadProgress,
): Promise<() => Promise<Embedder>> {
  if (!needsEmbedder(config.roles)) return async () => createAbsentEmbedder();
  const { embedding } = config;
  const files = await findModel(config, onProgress);
  checkDimension(embedding.dimension, files.hiddenSize, files.identity.name);
  const opening = OnnxEmbedder.open(files, {
    workers: embedding.workers,
    batchTokens: embedding.batchTokens,
    batchMs: embedding.batchMs,
    queueTokens: embedding.queueTokens,
    queryCacheSize: QUERY_CACHE_SIZE,
  });
  opening.catch(() => {});
  return () => opening;
}

async function findModel(
  { embedding, dataFolder }: Config,
  onProgress: DownloadProgress,
): Promise<ModelFiles> {
  const { model, modelFile, maxTokens, hubUrl, hubToken } = embedding;
  const { folder, name } = await findModelFolder(
    { setting: "EMBEDDING_MODEL", kind: "embedder", model, modelFile, hubUrl, hubToken, dataFolder },
    onProgress,
  );
  return readModelFiles(folder, { ...(name ? { name } : {}), weightFile: modelFile, maxTokens });
}

function checkDimension(wanted: number | undefined, actual: number, model: string): void {
  if (wanted === undefined || wanted === actual) return;
  throw new CosmicError(
    "dimension_mismatch",
    `EMBEDDING_DIMENSION is ${wanted}, but ${model} gives vectors of ${actual} components. Unset it or choose another model.`,
  );
}
