import type { Config } from "../../../config.ts";
import { CosmicError } from "../../../errors.ts";
import { createAsk } from "../../../outgoing/ask.ts";
import { ApiFault } from "../../../outgoing/json-api.ts";
import type { Embedder, Provider, ProviderIdentity } from "../embedder.ts";
import type { Metering } from "../metering.ts";
import { apiOf } from "./api-of.ts";
import { cohereProtocol } from "./cohere.ts";
import { OPENAI_URL } from "./config.ts";
import { BYTES_PER_TOKEN } from "./estimate-tokens.ts";
import { type KnownModel, knownModel } from "./known-models.ts";
import { openAiProtocol } from "./openai.ts";
import type { Protocol } from "./protocol.ts";
import { ProviderClient } from "./provider-client.ts";
import { ProviderEmbedder } from "./provider-embedder.ts";
import { inWords } from "./provider-faults.ts";

/** How many components the vectors of a model were found to have, when an index of it was made. */
export type KnownDimension = Pick<ProviderIdentity, "dimension" | "shortened">;

const QUERY_CACHE_SIZE = 1_000;
/** Around every text; no provider says how many its model adds. */
const SPECIAL_TOKENS = 2;

/**
 * A model that an API runs. Only one of which nothing is known is asked at once, for the size of its vectors.
 *
 * @throws CosmicError `local_only`; `invalid_configuration` without a key; `dimension_mismatch`; `embedder_unavailable`
 * and `overloaded` if it has to be asked and does not answer, with `retryAfter` where it may do so later
 */
export async function openProviderEmbedder(
  provider: Provider,
  config: Config,
  metering: Metering,
  known?: KnownDimension,
): Promise<Embedder> {
  const { model, maxTokens, providers } = config.embedding;
  if (config.localOnly) {
    throw new CosmicError("local_only", `LOCAL_ONLY is set, so the model ${model} cannot be used.`);
  }
  const api = apiOf(provider, config);
  const protocol = provider === "cohere" ? cohereProtocol : openAiProtocol(api.url === OPENAI_URL);
  const facts = knownModel(model);
  const price = providers.price?.model === model ? providers.price.perMillion : facts?.price;
  const ask = createAsk(config.localOnly);
  const { outageMs } = providers;
  const client = new ProviderClient({ protocol, api, ask, metering, price, outageMs });
  const { host } = new URL(api.url);
  const { dimension, shortened } = known ?? (await findDimension(config, { client, provider, host, facts }));
  const window = facts?.window ?? maxTokens;
  const identity: ProviderIdentity = {
    name: model,
    provider,
    host,
    dimension,
    shortened,
    inputTypes: protocol.inputTypes,
    // In tokens of the estimate, so many that even a text with a token for each byte fits.
    maxTokens: Math.min(maxTokens, Math.floor(window / BYTES_PER_TOKEN)),
    specialTokens: SPECIAL_TOKENS,
    queryPrefix: "",
    documentPrefix: "",
  };
  return new ProviderEmbedder(identity, {
    client,
    metering,
    shortensTo: (wanted) => facts?.shortensTo(wanted) ?? false,
    timeoutMs: providers.timeoutMs,
    queryTimeoutMs: providers.queryTimeoutMs,
    limits: limitsOf(protocol, providers.batchItems),
    price,
    queryCacheSize: QUERY_CACHE_SIZE,
  });
}

function limitsOf({ limits }: Protocol, items: number | undefined) {
  return { tokens: limits.tokens, items: Math.min(items ?? limits.items, 2048) };
}

interface Found {
  client: ProviderClient;
  provider: Provider;
  host: string;
  facts: KnownModel | undefined;
}

async function findDimension({ embedding }: Config, found: Found): Promise<KnownDimension> {
  const { model, dimension: wanted } = embedding;
  const { facts } = found;
  const own = facts?.dimension ?? (await probe(embedding, found, undefined));
  if (wanted === undefined || wanted === own) return { dimension: own, shortened: false };
  const can = facts
    ? wanted < own && facts.shortensTo(wanted)
    : wanted < own && (await probe(embedding, found, wanted).catch(refusal)) === wanted;
  if (can) return { dimension: wanted, shortened: true };
  throw new CosmicError(
    "dimension_mismatch",
    `EMBEDDING_DIMENSION is ${wanted}, but ${model} gives vectors of ${own} components and cannot be asked for ${wanted}.`,
  );
}

/** Components of a vector that it answers with. */
async function probe(
  { model, providers }: Config["embedding"],
  { client, provider, host }: Found,
  dimension: number | undefined,
): Promise<number> {
  const request = {
    model: model.slice(provider.length + 1),
    texts: ["size"],
    purpose: "query",
    dimension,
  } as const;
  try {
    const options = { expected: undefined, timeoutMs: providers.timeoutMs };
    const [vector] = await client.vectors(request, options);
    return vector?.length ?? 0;
  } catch (fault) {
    throw fault instanceof ApiFault ? inWords(mayPass(fault), { name: model, host }) : fault;
  }
}

/** Who needs the answer asks again. */
function mayPass(fault: ApiFault): ApiFault {
  const { kind, message, status, retryAfter = 1 } = fault;
  return kind === "broken" ? new ApiFault(kind, message, { status, retryAfter, cause: fault }) : fault;
}

/** A server that cannot shorten its vectors may say so by refusing. */
function refusal(fault: unknown): undefined {
  if (fault instanceof CosmicError && fault.code === "embedder_unavailable" && fault.retryAfter === undefined)
    return undefined;
  throw fault;
}
