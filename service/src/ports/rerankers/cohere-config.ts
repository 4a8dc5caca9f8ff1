import type { EnvReader } from "../../env-reader.ts";
import { readCohereAccess } from "../../outgoing/cohere-access.ts";
import type { JsonApi } from "../../outgoing/json-api.ts";

/** The address is that before `/v2/rerank`. */
export interface CohereConfig extends JsonApi {
  model: string;
}

export function readCohereConfig(read: EnvReader): CohereConfig {
  if (read.optional("COHERE_API_KEY") === undefined) {
    read.problem("COHERE_API_KEY", "must be set with RERANKER=cohere");
  }
  return { model: read.text("RERANKER_MODEL", "rerank-v3.5"), ...readCohereAccess(read) };
}
