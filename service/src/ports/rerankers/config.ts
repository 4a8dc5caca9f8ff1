import type { EnvReader } from "../../env-reader.ts";
import { readCohereConfig } from "./cohere-config.ts";
import type { RerankerConfig } from "./create.ts";

export type { RerankerConfig } from "./create.ts";

/** How searches re-rank that ask for it. */
export interface RerankingConfig {
  reranker: RerankerConfig;
  /** First hits that are read again. */
  topN: number;
  /** Milliseconds after which the answer keeps its order. */
  budgetMs: number;
}

/** `RERANKER` says which; with `RERANKER_MODEL` alone it is a model on this machine, without either there is none. */
export function readRerankingConfig(read: EnvReader): RerankingConfig {
  const fallback = read.optional("RERANKER_MODEL") === undefined ? "none" : "onnx";
  const kind = read.choice("RERANKER", fallback, ["none", "onnx", "cohere"]);
  return {
    reranker: readReranker(read, kind),
    topN: read.integer("RERANKER_TOP_N", 20, { min: 2, max: 100 }),
    budgetMs: read.integer("RERANKER_BUDGET_MS", 500, { min: 10, max: 60_000 }),
  };
}

function readReranker(read: EnvReader, kind: RerankerConfig["kind"]): RerankerConfig {
  switch (kind) {
    case "none":
      return { kind };
    case "cohere":
      return { kind, ...readCohereConfig(read) };
    case "onnx": {
      const model = read.optional("RERANKER_MODEL");
      if (model === undefined) {
        read.problem("RERANKER_MODEL", "must be set with RERANKER=onnx: a folder, or owner/name on the hub");
      }
      return {
        kind,
        model: model ?? "",
        modelFile: read.optional("RERANKER_MODEL_FILE"),
        maxTokens: read.integer("RERANKER_MAX_TOKENS", 512, { min: 16 }),
      };
    }
  }
}
