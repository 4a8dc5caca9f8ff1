import type { Config } from "../../config.ts";
import { CosmicError } from "../../errors.ts";
import { createAsk } from "../../outgoing/ask.ts";
import { needsEmbedder } from "../../roles.ts";
import { createAbsentEmbedder } from "./absent.ts";
import type { Embedder } from "./embedder.ts";
import type { Metering } from "./metering.ts";
import { findModelFolder } from "./onnx/find-model.ts";
import type { DownloadProgress } from "./onnx/hub.ts";
import { type ModelFiles, readModelFiles } from "./onnx/model-files.ts";
import { OnnxEmbedder } from "./onnx/onnx-embedder.ts";
import type { KnownDimension } from "./providers/open.ts";
import { providerOf } from "./providers/provider-of.ts";

const QUERY_CACHE_SIZE = 1_000;

/** A model that is being loaded, or that an API runs. */
export interface PreparedEmbedder {
  /**
   * Resolves when it can embed.
   *
   * @param known spares a provider's model of which nothing else is known the question for the size of its vectors
   * @throws CosmicError `embedder_unavailable` and whatever loading it throws
   */
  open(metering: Metering, known?: KnownDimension): Promise<Embedder>;
  /** Closes what was opened, or is being loaded. */
  close(): Promise<void>;
}

/**
 * Begins to load the model that the configuration names, downloaded first where it must be. A process whose roles need
 * no model gets one that refuses.
 *
 * @throws CosmicError `dimension_mismatch`, `model_not_found`, `model_unreachable`, `invalid_configuration`, `local_only`
 */
export async function prepareEmbedder(
  config: Config,
  onProgress: DownloadProgress,
): Promise<PreparedEmbedder> {
  if (!needsEmbedder(config.roles)) return prepared(async () => createAbsentEmbedder());
  const provider = providerOf(config.embedding.model);
  if (provider) {
    const { openProviderEmbedder } = await import("./providers/open.ts");
    return prepared((metering, known) => openProviderEmbedder(provider, config, metering, known));
  }
  const opening = openLocal(config, await findModel(config, onProgress));
  opening.catch(() => {});
  return { open: () => opening, close: () => closed(opening) };
}

function prepared(open: PreparedEmbedder["open"]): PreparedEmbedder {
  let opening: Promise<Embedder> | undefined;
  return {
    open(metering, known) {
      opening = open(metering, known);
      return opening;
    },
    close: () => closed(opening),
  };
}

async function closed(opening: Promise<Embedder> | undefined): Promise<void> {
  const embedder = await opening?.catch(() => undefined);
  await embedder?.close();
}

async function openLocal({ embedding }: Config, files: ModelFiles): Promise<Embedder> {
  return OnnxEmbedder.open(files, {
    workers: embedding.workers,
    batchTokens: embedding.batchTokens,
    batchMs: embedding.batchMs,
    queueTokens: embedding.queueTokens,
    queryCacheSize: QUERY_CACHE_SIZE,
  });
}

/** @throws CosmicError `dimension_mismatch` and whatever finding and reading it throws */
async function findModel(
  { embedding, dataFolder, localOnly }: Config,
  onProgress: DownloadProgress,
): Promise<ModelFiles> {
  const { model, modelFile, maxTokens, dimension, hubUrl, hubToken } = embedding;
  const ask = createAsk(localOnly);
  const { folder, name } = await findModelFolder(
    { setting: "EMBEDDING_MODEL", kind: "embedder", model, modelFile, hubUrl, hubToken, ask, dataFolder },
    onProgress,
  );
  const files = await readModelFiles(folder, { ...(name ? { name } : {}), weightFile: modelFile, maxTokens });
  if (dimension === undefined || dimension === files.hiddenSize) return files;
  if (dimension < files.hiddenSize && files.shortensTo(dimension)) return { ...files, dimension };
  throw new CosmicError(
    "dimension_mismatch",
    `EMBEDDING_DIMENSION is ${dimension}, but ${files.identity.name} gives vectors of ${files.hiddenSize} components, and its files do not say that they can be cut to ${dimension}. Unset it or choose another model.`,
  );
}
