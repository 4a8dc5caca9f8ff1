import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { Type } from "typebox";
import { findModelFolder, type WantedModel } from "../../embedders/onnx/find-model.ts";
import type { DownloadProgress } from "../../embedders/onnx/hub.ts";
import { findWeights, readJson, readOptional } from "../../embedders/onnx/model-files.ts";
import type { Reranker } from "../reranker.ts";
import { type PairTokens, pairTokens } from "./pair-tokens.ts";
import { CrossEncoderWorker } from "./worker-client.ts";

export interface CrossEncoderConfig {
  /** A folder, or `owner/name` with an optional `@revision` on the hub. */
  model: string;
  /** Path of the ONNX file within the model. */
  modelFile: string | undefined;
  /** Of a pair; the model's own bound stands if it is lower. */
  maxTokens: number;
}

/** Where models come from, and go to. */
export type HubAccess = Pick<WantedModel, "hubUrl" | "hubToken" | "ask" | "dataFolder"> & {
  onDownload: DownloadProgress;
};

const Config = Type.Object({
  max_position_embeddings: Type.Optional(Type.Integer()),
  pad_token_id: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
});
const TokenizerConfig = Type.Object({ model_max_length: Type.Optional(Type.Number()) });

/** More threads than this gain nothing for a few short pairs. */
const MOST_THREADS = 4;
/** Padded tokens of one run: between two of them it is looked whether anybody still waits. */
const BATCH_TOKENS = 1024;

/**
 * Runs a cross-encoder in ONNX on this machine: `config.json`, `tokenizer.json` and weights with one output a pair.
 *
 * @throws CosmicError `model_not_found`, `model_unreachable`, `invalid_configuration`, `reranker_unavailable`
 */
export async function openCrossEncoder(config: CrossEncoderConfig, hub: HubAccess): Promise<Reranker> {
  const { onDownload, ...access } = hub;
  const { folder, name } = await findModelFolder(
    { setting: "RERANKER_MODEL", kind: "cross-encoder", ...config, ...access },
    onDownload,
  );
  const [modelPath, described, tokens, tokenizerConfig] = await Promise.all([
    findWeights(folder, config.modelFile),
    readJson(folder, "config.json", Config),
    readJson(folder, "tokenizer.json", Type.Object({})),
    readOptional(folder, "tokenizer_config.json", TokenizerConfig),
  ]);
  const tokenizer = new Tokenizer(tokens, tokenizerConfig ?? {});
  const maxTokens = Math.min(
    config.maxTokens,
    described.max_position_embeddings ?? Number.POSITIVE_INFINITY,
    tokenizerConfig?.model_max_length ?? Number.POSITIVE_INFINITY,
  );
  const threads = Math.min(availableParallelism(), MOST_THREADS);
  const worker = await CrossEncoderWorker.start({ modelPath, padId: described.pad_token_id ?? 0, threads });
  return {
    model: name ?? basename(folder),
    async rank(query, texts, signal) {
      const pairs = texts.map((text) => pairTokens(tokenizer, query, text, maxTokens));
      const scores: number[] = [];
      for (const batch of batches(pairs)) {
        signal.throwIfAborted();
        const logits = await worker.run(batch, signal);
        scores.push(...logits.map((logit) => 1 / (1 + Math.exp(-logit))));
      }
      return scores;
    },
    close: () => worker.close(),
  };
}

/** In their order, as many as fit into one run. */
function* batches(pairs: readonly PairTokens[]): Generator<PairTokens[]> {
  let open: PairTokens[] = [];
  for (const pair of pairs) {
    const width = Math.max(pair.ids.length, ...open.map(({ ids }) => ids.length));
    if (open.length > 0 && width * (open.length + 1) > BATCH_TOKENS) {
      yield open;
      open = [];
    }
    open.push(pair);
  }
  if (open.length > 0) yield open;
}
