import { Type } from "typebox";
import { Value } from "typebox/value";
import { CosmicError } from "../../errors.ts";
import type { Ask } from "../../outgoing/ask.ts";
import { ApiFault, postJson } from "../../outgoing/json-api.ts";
import type { CohereConfig } from "./cohere-config.ts";
import type { Reranker } from "./reranker.ts";

/** https://docs.cohere.com/v2/reference/rerank */
const Answer = Type.Object({
  results: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), relevance_score: Type.Number() })),
});

/** After a 429 without a time, and at the most, in seconds. */
const QUIET_SECONDS = 5;
const LONGEST_QUIET_SECONDS = 60;
/** Searches give up long before, each at its own budget. */
const TIMEOUT_MS = 60_000;

/** Asks Cohere's API, or what speaks its protocol. Query and passages of users leave this machine. */
export function createCohereReranker({ model, ...api }: CohereConfig, ask: Ask): Reranker {
  let quietUntil = 0;

  async function rank(query: string, texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    signal.throwIfAborted();
    if (texts.length === 0) return [];
    if (Date.now() < quietUntil) throw tooManyRequests(quietUntil);
    const body = { model, query, documents: texts, top_n: texts.length };
    try {
      const answer = await postJson(ask, api, "/v2/rerank", body, { timeoutMs: TIMEOUT_MS, signal });
      return relevances(answer, texts.length);
    } catch (fault) {
      if (!(fault instanceof ApiFault)) throw fault;
      if (fault.kind !== "limited") throw unavailable(fault.message, fault);
      const seconds = Math.min(fault.retryAfter ?? QUIET_SECONDS, LONGEST_QUIET_SECONDS);
      quietUntil = Date.now() + 1000 * seconds;
      throw tooManyRequests(quietUntil);
    }
  }

  return { model, rank, close: async () => {} };
}

/** In the order of the texts. Every one must have its score, once. */
function relevances(answer: unknown, count: number): number[] {
  if (!Value.Check(Answer, answer)) throw unavailable("answers in a form that is not known");
  const scores = new Map(answer.results.map(({ index, relevance_score }) => [index, relevance_score]));
  if (answer.results.length !== count || scores.size !== count)
    throw unavailable("left out some of the texts");
  return Array.from({ length: count }, (_, i) => {
    const score = scores.get(i);
    if (score === undefined) throw unavailable("scored a text that it was not given");
    return Math.max(0, Math.min(1, score));
  });
}

function tooManyRequests(until: number): CosmicError {
  return new CosmicError("overloaded", "The re-ranker at Cohere takes no more requests for now.", {
    retryAfter: Math.max(1, Math.ceil((until - Date.now()) / 1000)),
  });
}

function unavailable(what: string, cause?: unknown): CosmicError {
  return new CosmicError("reranker_unavailable", `The re-ranker at Cohere ${what}.`, { cause });
}
