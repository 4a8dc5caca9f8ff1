import type { Provider } from "./embedder.ts";

/** Told what the use of a provider's model costs, and asked whether more may be spent. */
export interface Metering {
  /**
   * Asked before documents are sent. Queries are always sent.
   *
   * @throws CosmicError `budget_exhausted`, with the seconds after which to ask again
   */
  admit(): Promise<void>;
  record(used: Use): Promise<void>;
}

/** One request that was answered. */
export interface Use {
  provider: Provider;
  model: string;
  /** As the provider counted them, or an estimate where it does not say. */
  tokens: number;
  /** US dollars; undefined where the price is not known. */
  cost: number | undefined;
}

/** Counts nothing and refuses nothing: for what is no part of the service. */
export const unmetered: Metering = { admit: async () => {}, record: async () => {} };
