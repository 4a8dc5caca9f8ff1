import type { CohereConfig } from "./cohere-config.ts";
import type { CrossEncoderConfig, HubAccess } from "./onnx/cross-encoder.ts";
import type { Reranker } from "./reranker.ts";

/** Which re-ranker is used. */
export type RerankerConfig =
  | { kind: "none" }
  | ({ kind: "onnx" } & CrossEncoderConfig)
  | ({ kind: "cohere" } & CohereConfig);

/**
 * Loads nothing of the adapter that is not used.
 *
 * @returns undefined where none is configured
 *
 * @throws CosmicError `model_not_found`, `model_unreachable`, `invalid_configuration`, `reranker_unavailable`
 */
export async function createReranker(config: RerankerConfig, hub: HubAccess): Promise<Reranker | undefined> {
  switch (config.kind) {
    case "none":
      return undefined;
    case "onnx": {
      const { openCrossEncoder } = await import("./onnx/cross-encoder.ts");
      return openCrossEncoder(config, hub);
    }
    case "cohere": {
      const { createCohereReranker } = await import("./cohere.ts");
      return createCohereReranker(config, hub.ask);
    }
  }
}
