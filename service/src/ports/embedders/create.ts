import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { type Config, ROOT } from "../../config.ts";
import { CosmicError } from "../../errors.ts";
import { needsEmbedder } from "../../roles.ts";
import { createAbsentEmbedder } from "./absent.ts";
import type { Embedder } from "./embedder.ts";
import { type DownloadProgress, downloadModel } from "./onnx/hub.ts";
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

/** A name of a model in `models/`, a folder, or `owner/name` with an optional `@revision` on the hub. */
async function findModel(
  { embedding, dataFolder }: Config,
  onProgress: DownloadProgress,
): Promise<ModelFiles> {
  const { model, modelFile, maxTokens } = embedding;
  const options = { weightFile: modelFile, maxTokens };
  const shipped = join(ROOT, "models", model.replace(/^sentence-transformers\//, ""));
  if (existsSync(join(shipped, "config.json"))) return readModelFiles(shipped, options);
  const folder = isAbsolute(model) ? model : resolve(ROOT, model);
  if (existsSync(folder)) return readModelFiles(folder, options);
  const hubName = /^(?<name>[\w.-]+\/[\w.-]+)(@(?<revision>[\w./-]+))?$/.exec(model)?.groups;
  if (!hubName?.name || model.startsWith(".")) {
    throw new CosmicError(
      "model_not_found",
      `EMBEDDING_MODEL "${model}" is neither a model in models/, nor a folder, nor a name like owner/model on the hub.`,
    );
  }
  const cached = await downloadModel({
    name: hubName.name,
    revision: hubName.revision ?? "main",
    cacheFolder: join(dataFolder, "models"),
    hubUrl: embedding.hubUrl,
    token: embedding.hubToken,
    weightFile: modelFile,
    onProgress,
  });
  return readModelFiles(cached, { ...options, name: hubName.name });
}

function checkDimension(wanted: number | undefined, actual: number, model: string): void {
  if (wanted === undefined || wanted === actual) return;
  throw new CosmicError(
    "dimension_mismatch",
    `EMBEDDING_DIMENSION is ${wanted}, but ${model} gives vectors of ${actual} components. Unset it or choose another model.`,
  );
}
