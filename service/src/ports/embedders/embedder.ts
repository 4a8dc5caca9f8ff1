/** What turns text into vectors must do. One embedder is one model with fixed weights. */
export interface Embedder {
  readonly identity: ModelIdentity;

  /** Tokens of the text as the model sees it, special tokens not counted. Where the model runs elsewhere, an estimate. */
  countTokens(text: string): number;

  /**
   * Vectors of unit length, one a text, in order.
   *
   * @throws CosmicError `text_too_long` for a text beyond `identity.maxTokens`, which is never cut silently;
   * `overloaded` when too much is queued, or a provider takes no more for now; `embedder_unavailable`;
   * `budget_exhausted`; the signal's reason when it aborts.
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]>;

  /** Whether the first components of its vectors, so many, are vectors of their own (Matryoshka). */
  shortensTo(dimension: number): boolean;

  describe(): EmbedderDescription;

  close(): Promise<void>;
}

export interface EmbedOptions {
  /**
   * Queries go before documents. Some models also want another prefix or input type for a query than for a document.
   */
  purpose: "query" | "document";
  signal?: AbortSignal;
}

/** Says which vectors may be compared. Two models with one name of which anything else differs are two models. */
export type ModelIdentity = LocalIdentity | ProviderIdentity;

interface Identity {
  name: string;
  dimension: number;
  /** Longest input in tokens, special tokens counted. */
  maxTokens: number;
  /** Special tokens the model adds around every text. */
  specialTokens: number;
  queryPrefix: string;
  documentPrefix: string;
  /** SHA-256 of what changes the vectors of queries, hex; see `tuning/`. */
  adapter?: string;
}

/** A model that runs in this process. */
export interface LocalIdentity extends Identity {
  /** SHA-256 of the weights, hex. */
  weights: string;
  pooling: "mean" | "cls" | "last";
  normalize: boolean;
}

/** A model that an API runs. Nobody but its owner can tell whether the weights stay the same. */
export interface ProviderIdentity extends Identity {
  provider: Provider;
  /** Host and port of the API. */
  host: string;
  /** Whether the API was asked for fewer components than the model has. */
  shortened: boolean;
  /** Whether queries and documents are sent as such. */
  inputTypes: boolean;
}

/** Whose protocol is spoken. */
export type Provider = "openai" | "cohere";

export interface EmbedderDescription {
  /** Which adapter. */
  kind: "onnx" | Provider | "none";
  model: string;
  workers: number;
  /** Tokens waiting to be embedded. */
  queuedTokens: number;
  /** Why nothing can be embedded at present. */
  fault?: string;
  /** Of a provider's model: most texts of one request, and US dollars for a million tokens, if that is known. */
  requestTexts?: number;
  price?: number | undefined;
  done: EmbedderTotals;
}

/** What an embedder has done since it was opened. */
export interface EmbedderTotals {
  batches: number;
  texts: number;
  tokens: number;
  /** Tokens with the padding that makes the texts of a batch equally long. */
  paddedTokens: number;
  /** Time that the model ran, summed over the workers. */
  busySeconds: number;
  /** Time that texts waited for their batch, and how many: queries, which go first, and the rest. */
  waited: Record<EmbedOptions["purpose"], { seconds: number; texts: number }>;
}

export function noTotals(): EmbedderTotals {
  const nothing = () => ({ seconds: 0, texts: 0 });
  const waited = { query: nothing(), document: nothing() };
  return { batches: 0, texts: 0, tokens: 0, paddedTokens: 0, busySeconds: 0, waited };
}
