import type { EnvReader } from "../../../env-reader.ts";
import { readApiKey, readApiUrl } from "../../../outgoing/api-settings.ts";
import { readCohereAccess } from "../../../outgoing/cohere-access.ts";
import type { JsonApi } from "../../../outgoing/json-api.ts";
import { knownModel } from "./known-models.ts";
import { providerOf } from "./provider-of.ts";

export const OPENAI_URL = "https://api.openai.com/v1";

/** How providers are reached, and what their use may cost. */
export interface ProvidersConfig {
  openAi: JsonApi;
  cohere: JsonApi;
  /** The server of EMBEDDING_BASE_URL, which speaks as OpenAI does. */
  server: JsonApi | undefined;
  /** Milliseconds for one request of documents, and of a query. */
  timeoutMs: number;
  queryTimeoutMs: number;
  /** Milliseconds for which an outage is waited out. */
  outageMs: number;
  /** Texts of one request; undefined leaves it to what the provider takes. */
  batchItems: number | undefined;
  /** US dollars for a million tokens, and of which model; see `known-models.ts` for the others. */
  price: { model: string; perMillion: number } | undefined;
  budget: Budget;
}

/** What one UTC day may cost. */
export interface Budget {
  /** US dollars. */
  cost: number | undefined;
  tokens: number | undefined;
}

/** Below this, a sign of many bytes may not fit beside its title. */
const LEAST_WINDOW = 256;

/**
 * @param model of EMBEDDING_MODEL
 * @param maxTokens of MAX_SEQUENCE_LENGTH
 */
export function readProvidersConfig(read: EnvReader, model: string, maxTokens: number): ProvidersConfig {
  const perMillion = read.optionalNumber("EMBEDDING_PRICE_PER_MILLION", { min: 0 });
  const config: ProvidersConfig = {
    openAi: { url: OPENAI_URL, apiKey: readApiKey(read, "OPENAI_API_KEY") },
    cohere: readCohereAccess(read),
    server: readServer(read),
    timeoutMs: read.integer("EMBEDDING_TIMEOUT_MS", 30_000, { min: 100, max: 600_000 }),
    queryTimeoutMs: read.integer("EMBEDDING_QUERY_TIMEOUT_MS", 3_000, { min: 100, max: 60_000 }),
    outageMs: 1000 * read.integer("EMBEDDING_OUTAGE_SECONDS", 3_600, { min: 0 }),
    batchItems: read.optionalInteger("EMBEDDING_BATCH_ITEMS", { min: 1, max: 2048 }),
    price: perMillion === undefined ? undefined : { model, perMillion },
    budget: {
      cost: read.optionalNumber("EMBEDDING_DAILY_BUDGET_USD", { min: 0 }),
      tokens: read.optionalInteger("EMBEDDING_DAILY_BUDGET_TOKENS", { min: 0 }),
    },
  };
  checkModel(read, model, config);
  if (providerOf(model) && maxTokens < LEAST_WINDOW) {
    read.problem("MAX_SEQUENCE_LENGTH", `must be at least ${LEAST_WINDOW} with the model of a provider`);
  }
  return config;
}

function readServer(read: EnvReader): JsonApi | undefined {
  const apiKey = readApiKey(read, "EMBEDDING_API_KEY");
  if (read.optional("EMBEDDING_BASE_URL") === undefined) return undefined;
  const settings = { fallback: "", key: "EMBEDDING_API_KEY", hasKey: apiKey !== undefined };
  return { apiKey, url: readApiUrl(read, "EMBEDDING_BASE_URL", settings) };
}

function checkModel(read: EnvReader, model: string, config: ProvidersConfig): void {
  const isOpenAi = providerOf(model) === "openai";
  const isCohere = providerOf(model) === "cohere";
  if (isOpenAi && !config.server && read.optional("OPENAI_API_KEY") === undefined) {
    const advice = "or EMBEDDING_BASE_URL with the address of another server";
    read.problem("OPENAI_API_KEY", `must be set with EMBEDDING_MODEL=${model}, ${advice}`);
  }
  if (isCohere && read.optional("COHERE_API_KEY") === undefined) {
    read.problem("COHERE_API_KEY", `must be set with EMBEDDING_MODEL=${model}`);
  }
  if ((isOpenAi || isCohere) && config.budget.cost !== undefined && !config.price && !knownModel(model)) {
    const advice = "set EMBEDDING_PRICE_PER_MILLION too, or EMBEDDING_DAILY_BUDGET_TOKENS instead";
    read.problem("EMBEDDING_DAILY_BUDGET_USD", `needs to know what ${model} costs: ${advice}`);
  }
}
