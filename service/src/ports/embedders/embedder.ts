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
  /** SHA-256 of what changes the vectors of queries, hex; see `tuning/`. */
  adapter?: string;
}

export interface EmbedderDescription {
  model: string;
  workers: number;
  /** Tokens waiting to be embedded. */
  queuedTokens: number;
}
