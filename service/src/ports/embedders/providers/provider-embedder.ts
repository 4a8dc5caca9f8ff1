import { LRUCache } from "lru-cache";
import { CosmicError } from "../../../errors.ts";
import { inParts } from "../../../in-parts.ts";
import { ApiFault } from "../../../outgoing/json-api.ts";
import { pause } from "../../../pause.ts";
import { retryDelay } from "../../queue/retry-delay.ts";
import {
  type Embedder,
  type EmbedderDescription,
  type EmbedOptions,
  noTotals,
  type ProviderIdentity,
} from "../embedder.ts";
import type { Metering } from "../metering.ts";
import { QueryVectors } from "../query-vectors.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import type { ProviderClient } from "./provider-client.ts";
import { inWords } from "./provider-faults.ts";

export interface ProviderOptions {
  client: ProviderClient;
  metering: Metering;
  /** Fewer components than `identity.dimension` that its vectors may be cut to. */
  shortensTo: (dimension: number) => boolean;
  timeoutMs: number;
  queryTimeoutMs: number;
  /** Most texts and tokens of one request. */
  limits: { items: number; tokens: number };
  /** US dollars for a million tokens, where that is known. */
  price: number | undefined;
  queryCacheSize: number;
}

/** Tries of one request of documents, and the wait between them. A job tries again after that. */
const TRIES = 3;
const BETWEEN_TRIES = { backoffSeconds: 0.5, maxBackoffSeconds: 8 };
/** A call waits so long in all while the provider takes no more. After that the job is put back instead. */
const PATIENCE_MS = 30_000;
/** Vectors that were paid for when a later request of the same call failed: what jobs have in work. */
const VECTORS_KEPT = 1_000;

/** Asks an API for vectors. Texts of users leave this machine. */
export class ProviderEmbedder implements Embedder {
  readonly identity: ProviderIdentity;
  readonly #options: ProviderOptions;
  readonly #queries: QueryVectors;
  readonly #paidFor = new LRUCache<string, Float32Array>({ max: VECTORS_KEPT });
  readonly #closing = new AbortController();
  #waitingTokens = 0;

  constructor(identity: ProviderIdentity, options: ProviderOptions) {
    this.identity = identity;
    this.#options = options;
    this.#queries = new QueryVectors(options.queryCacheSize);
  }

  countTokens(text: string): number {
    return estimateTokens(text);
  }

  shortensTo(dimension: number): boolean {
    return dimension < this.identity.dimension && this.#options.shortensTo(dimension);
  }

  async embed(texts: readonly string[], { purpose, signal: wanted }: EmbedOptions): Promise<Float32Array[]> {
    const signal = wanted ? AbortSignal.any([wanted, this.#closing.signal]) : this.#closing.signal;
    signal.throwIfAborted();
    for (const text of texts) this.#refuseTooLong(text);
    try {
      if (purpose === "document") return await this.#askDocuments(texts, signal);
      return await this.#queries.get(texts, (missing) => this.#askQueries(missing, signal));
    } catch (fault) {
      throw fault instanceof ApiFault ? inWords(fault, this.identity) : fault;
    }
  }

  describe(): EmbedderDescription {
    const { client, limits, price } = this.#options;
    const { fault } = client;
    return {
      kind: this.identity.provider,
      model: this.identity.name,
      workers: 0,
      queuedTokens: this.#waitingTokens,
      done: noTotals(),
      requestTexts: limits.items,
      price,
      ...(fault === undefined ? {} : { fault: `${this.identity.host} ${fault}` }),
    };
  }

  async close(): Promise<void> {
    this.#closing.abort(new CosmicError("stopping", "The service is stopping."));
  }

  #refuseTooLong(text: string): void {
    const tokens = estimateTokens(text) + this.identity.specialTokens;
    if (tokens <= this.identity.maxTokens) return;
    throw new CosmicError(
      "text_too_long",
      `A text of about ${tokens} tokens may not fit the model's ${this.identity.maxTokens}; split it first.`,
    );
  }

  /** Somebody waits for the answer: it comes soon or not at all. */
  async #askQueries(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const batch of this.#batches(texts)) vectors.push(...(await this.#ask(batch, "query", signal)));
    return vectors;
  }

  async #askDocuments(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const known = texts.map((text) => this.#paidFor.get(text));
    const missing = texts.filter((_, i) => !known[i]);
    const tokens = missing.reduce((sum, text) => sum + estimateTokens(text), 0);
    const patience = { until: Date.now() + PATIENCE_MS };
    const fresh: Float32Array[] = [];
    this.#waitingTokens += tokens;
    try {
      for (const batch of this.#batches(missing)) {
        fresh.push(...(await this.#tryDocuments(batch, patience, signal)));
      }
    } catch (fault) {
      for (const [i, vector] of fresh.entries()) this.#paidFor.set(missing[i] ?? "", vector);
      throw fault;
    } finally {
      this.#waitingTokens -= tokens;
    }
    let next = 0;
    return known.map((vector) => vector ?? fresh[next++] ?? new Float32Array());
  }

  /** To be told to wait is no failure, however often. */
  async #tryDocuments(
    batch: readonly string[],
    patience: { until: number },
    signal: AbortSignal,
  ): Promise<Float32Array[]> {
    const { metering } = this.#options;
    for (let attempt = 1; ; ) {
      await metering.admit();
      try {
        return await this.#ask(batch, "document", signal);
      } catch (fault) {
        const isPassing = fault instanceof ApiFault && (fault.kind === "limited" || fault.kind === "broken");
        if (!isPassing || (fault.kind === "broken" && attempt >= TRIES)) throw fault;
        const ownSeconds = fault.kind === "broken" ? retryDelay(BETWEEN_TRIES, attempt++) : 0;
        const wait = 1000 * (fault.retryAfter ?? ownSeconds);
        if (Date.now() + wait > patience.until) throw fault;
        await pause(wait, signal);
        signal.throwIfAborted();
      }
    }
  }

  #ask(texts: readonly string[], purpose: EmbedOptions["purpose"], signal: AbortSignal) {
    const { client, timeoutMs, queryTimeoutMs } = this.#options;
    const { name, provider, dimension, shortened } = this.identity;
    const model = name.slice(provider.length + 1);
    return client.vectors(
      { model, texts, purpose, dimension: shortened ? dimension : undefined },
      { expected: dimension, timeoutMs: purpose === "query" ? queryTimeoutMs : timeoutMs, signal },
    );
  }

  /** Texts that go into one request. A single text may have more tokens. */
  #batches(texts: readonly string[]) {
    const { items, tokens } = this.#options.limits;
    return inParts(texts, { items, weight: tokens }, estimateTokens);
  }
}
