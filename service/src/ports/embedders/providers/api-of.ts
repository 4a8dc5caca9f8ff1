import type { Config } from "../../../config.ts";
import { CosmicError } from "../../../errors.ts";
import type { JsonApi } from "../../../outgoing/json-api.ts";
import type { Provider } from "../embedder.ts";
import { OPENAI_URL } from "./config.ts";

/**
 * Where the configured model of a provider runs, with the key for it.
 *
 * @throws CosmicError `invalid_configuration` if the key is missing
 */
export function apiOf(provider: Provider, { embedding: { model, baseUrl, providers } }: Config): JsonApi {
  const { openAi, cohere, server } = providers;
  const api = provider === "cohere" ? cohere : openAi;
  if (provider === "openai" && baseUrl !== undefined && baseUrl !== OPENAI_URL) {
    // Each key goes to the address that it was set for and to no other.
    return server?.url === baseUrl ? server : { url: baseUrl, apiKey: undefined };
  }
  if (api.apiKey !== undefined) return api;
  const key = provider === "cohere" ? "COHERE_API_KEY" : "OPENAI_API_KEY";
  throw new CosmicError("invalid_configuration", `The model ${model} needs ${key}, which is not set.`);
}
