import type { EnvReader } from "../env-reader.ts";
import { readApiKey, readApiUrl } from "./api-settings.ts";
import type { JsonApi } from "./json-api.ts";

/** Cohere's API, or what speaks its protocol, for embeddings and re-ranking alike. */
export function readCohereAccess(read: EnvReader): JsonApi {
  return {
    apiKey: readApiKey(read, "COHERE_API_KEY"),
    url: readApiUrl(read, "COHERE_URL", {
      fallback: "https://api.cohere.com",
      key: "COHERE_API_KEY",
      hasKey: true,
    }),
  };
}
