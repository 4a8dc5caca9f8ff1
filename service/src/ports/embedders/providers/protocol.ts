import type { EmbedOptions, Provider } from "../embedder.ts";

/** How a provider is asked for vectors, and how its answer is read. */
export interface Protocol {
  provider: Provider;
  /** Behind the address of the API. */
  path: string;
  /** Whether it is told which texts are queries. */
  inputTypes: boolean;
  /** Most texts and tokens of one request. */
  limits: { items: number; tokens: number };
  body(request: VectorRequest): unknown;
  /** @returns undefined if the answer has another form */
  read(answer: unknown): VectorAnswer | undefined;
}

export interface VectorRequest {
  /** Without the provider in front. */
  model: string;
  texts: readonly string[];
  purpose: EmbedOptions["purpose"];
  /** Fewer components than the model has. */
  dimension: number | undefined;
}

export interface VectorAnswer {
  /** In the order of the texts; what stands in them is not looked at yet. */
  vectors: unknown[];
  /** Tokens that are paid for; undefined where the answer does not say. */
  tokens: number | undefined;
}
