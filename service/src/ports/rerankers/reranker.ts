/**
 * What a re-ranker must do: read a query and a text together, and say how well the one answers the other. Slower than
 * comparing vectors, and better at it, so that it sees the first few hits only.
 */
export interface Reranker {
  /** Name of the model. */
  readonly model: string;

  /**
   * How well each text answers the query, from 0 to 1, in the order of the texts. What is longer than the model takes is
   * cut at its end.
   *
   * @throws CosmicError `reranker_unavailable`; `overloaded`; the signal's reason when it aborts
   */
  rank(query: string, texts: readonly string[], signal: AbortSignal): Promise<number[]>;

  close(): Promise<void>;
}
