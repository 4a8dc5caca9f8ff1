/** What turns text into vectors must do. One embedder is one model with fixed weights. */
export interface Embedder {
  readonly identity: ModelIdentity;

  /** Tokens of the text as the model sees it, special tokens not counted. */
  countTokens(text: string): number;

  /**
   * Vectors of unit length, one a text, in order.
   *
   * @throws CosmicError `text_too_long` for a text beyond `identity.maxTokens`, which is never cut silently;
   * `overloaded` when too much is queued; the signal's reason when it aborts.
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]>;

  describe(): EmbedderDescription;

  close(): Promise<void>;
}

export interface EmbedOptions {
  /** Some models want another prefix for a query than for a document. */
  purpose: "query" | "document";
  signal?: AbortSignal;
}

/**
 * Says which vectors may be compared. Two models with one name but other weights, pooling or prefix are
 * two models.
 */
export interface ModelIdentity {
  name: string;
  /** SHA-256 of the weights, hex. */
  weights: string;
  dimension: number;
  pooling: "mean" | "cls" | "last";
  normalize: boolean;
  /** Longest input in tokens, special tokens counted. */
  maxTokens: number;
  /** Special tokens the model adds around every text. */
  specialTokens: number;
  queryPrefix: string;
  documentPrefix: string;
}

export interface EmbedderDescription {
  model: string;
  workers: number;
  /** Tokens waiting to be embedded. */
  queuedTokens: number;
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
