import type { Ask } from "../../../outgoing/ask.ts";
import { ApiFault, type JsonApi, postJson } from "../../../outgoing/json-api.ts";
import type { Metering } from "../metering.ts";
import { Breaker } from "./breaker.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import type { Protocol, VectorRequest } from "./protocol.ts";
import { RateLimit } from "./rate-limit.ts";
import { unitVectors } from "./unit-vectors.ts";

export interface ClientOptions {
  protocol: Protocol;
  api: JsonApi;
  ask: Ask;
  metering: Metering;
  /** US dollars for a million tokens, where that is known. */
  price: number | undefined;
  /** Milliseconds of an outage in which nobody who waits is told that it failed. */
  outageMs: number;
}

/** Statuses that speak of the request, not of the service. */
const ABOUT_THE_REQUEST = new Set([400, 413, 422]);
/** An account without credit is looked at again after so many seconds. */
const NO_CREDIT = "insufficient_quota";
const NO_CREDIT_SECONDS = 600;

/** Sends one request at a time of asking, unless it knows that it would be in vain. */
export class ProviderClient {
  readonly #options: ClientOptions;
  readonly #breaker = new Breaker();
  readonly #rateLimit = new RateLimit();
  #fault: string | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** What is wrong, where it is no matter of one request. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Milliseconds that the provider wants to be left alone for. */
  get quietMs(): number {
    return this.#rateLimit.left;
  }

  /**
   * @param expected components of every vector; undefined if any number will do
   * @throws ApiFault, `limited` also while the provider is left alone; the signal's reason when it aborts
   */
  async vectors(
    request: VectorRequest,
    { expected, ...options }: { expected: number | undefined; timeoutMs: number; signal?: AbortSignal },
  ): Promise<Float32Array[]> {
    const { protocol, api, ask } = this.#options;
    this.#enter();
    try {
      const answer = await postJson(ask, api, protocol.path, protocol.body(request), options);
      const read = protocol.read(answer);
      if (!read) throw new ApiFault("wrong", "answers in a form that is not known");
      await this.#record(request, read.tokens);
      const vectors = unitVectors(read.vectors, request.texts.length, expected);
      this.#breaker.succeeded();
      this.#rateLimit.succeeded();
      this.#fault = undefined;
      return vectors;
    } catch (fault) {
      throw this.#judge(fault);
    }
  }

  #enter(): void {
    if (this.quietMs > 0) {
      throw new ApiFault("limited", "takes no more for now", { retryAfter: this.quietMs / 1000 });
    }
    if (this.#breaker.leftMs > 0) {
      throw this.#outage(new ApiFault("broken", `is not asked for now, because it ${this.#fault}`));
    }
    this.#breaker.enter();
  }

  /** What was answered is paid for, whether it can be used or not. */
  async #record({ model, texts }: VectorRequest, counted: number | undefined): Promise<void> {
    const { protocol, metering, price } = this.#options;
    const tokens = counted ?? texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    const cost = price === undefined ? undefined : (tokens * price) / 1_000_000;
    await metering.record({ provider: protocol.provider, model, tokens, cost });
  }

  #judge(fault: unknown): unknown {
    if (!(fault instanceof ApiFault)) {
      this.#breaker.abandoned();
      return fault;
    }
    if (fault.kind === "limited") return this.#limit(fault);
    if (fault.kind === "refused" && ABOUT_THE_REQUEST.has(fault.status ?? 0)) {
      this.#breaker.succeeded();
      this.#fault = undefined;
      return fault;
    }
    if (fault.kind !== "broken") {
      this.#breaker.succeeded();
      this.#fault = fault.message;
      return fault;
    }
    this.#breaker.failed();
    if (!this.#breaker.isOpen) return fault;
    this.#fault = fault.message;
    return this.#outage(fault);
  }

  /** An outage is waited out, if it does not last too long: then it counts as a failure of those who ask. */
  #outage(fault: ApiFault): ApiFault {
    if (this.#breaker.outageMs > this.#options.outageMs) return fault;
    const { kind, message, status } = fault;
    return new ApiFault(kind, message, { status, retryAfter: this.#breaker.leftMs / 1000, cause: fault });
  }

  #limit({ message, reason, status, retryAfter }: ApiFault): ApiFault {
    this.#breaker.abandoned();
    this.#rateLimit.limited(reason === NO_CREDIT ? NO_CREDIT_SECONDS : retryAfter);
    return new ApiFault("limited", message, { status, reason, retryAfter: this.quietMs / 1000 });
  }
}
