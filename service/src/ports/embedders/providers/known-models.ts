/** What is known of a provider's model without asking. */
export interface KnownModel {
  /** Components of a vector, unless fewer are asked for. */
  dimension: number;
  /** Fewer that may be asked for. */
  shortensTo: (dimension: number) => boolean;
  /** Tokens of one text. */
  window: number;
  /** US dollars for a million tokens. */
  price: number;
}

const never = () => false;
const any = (dimension: number) => dimension >= 1;
const oneOf =
  (...dimensions: number[]) =>
  (dimension: number) =>
    dimensions.includes(dimension);

/**
 * As the providers' own pages said in November 2026: https://platform.openai.com/docs/models,
 * https://docs.cohere.com/docs/cohere-embed. A price is overruled by EMBEDDING_PRICE_PER_MILLION.
 */
const KNOWN = new Map<string, KnownModel>([
  ["openai/text-embedding-3-small", { dimension: 1536, shortensTo: any, window: 8191, price: 0.02 }],
  ["openai/text-embedding-3-large", { dimension: 3072, shortensTo: any, window: 8191, price: 0.13 }],
  ["openai/text-embedding-ada-002", { dimension: 1536, shortensTo: never, window: 8191, price: 0.1 }],
  ["cohere/embed-v4.0", { dimension: 1536, shortensTo: oneOf(256, 512, 1024), window: 128_000, price: 0.12 }],
  ["cohere/embed-english-v3.0", { dimension: 1024, shortensTo: never, window: 512, price: 0.1 }],
  ["cohere/embed-multilingual-v3.0", { dimension: 1024, shortensTo: never, window: 512, price: 0.1 }],
  ["cohere/embed-english-light-v3.0", { dimension: 384, shortensTo: never, window: 512, price: 0.1 }],
  ["cohere/embed-multilingual-light-v3.0", { dimension: 384, shortensTo: never, window: 512, price: 0.1 }],
]);

/** @param model with its provider in front */
export function knownModel(model: string): KnownModel | undefined {
  return KNOWN.get(model);
}
