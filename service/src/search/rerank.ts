import type { RerankOutcome } from "@cosmic/contract";
import { inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { documents } from "../db/schema.ts";
import { byScore, type FusedHit } from "./fuse.ts";
import { shownPassage } from "./shown-passage.ts";

export interface Reranking {
  /** Read again and put in order, their score the relevance from 0 to 1. Empty where that was not possible. */
  first: FusedHit[];
  /** All others, as they were. */
  rest: readonly FusedHit[];
  outcome: RerankOutcome;
}

/**
 * Has a cross-encoder read the passages of the first hits. If none is configured, it fails, or it takes longer than its
 * budget, the order stays as it is and the outcome says why.
 */
export async function rerank(context: Context, query: string, hits: readonly FusedHit[]): Promise<Reranking> {
  const { reranker, config, log } = context;
  const kept = (reason: RerankOutcome["reason"]): Reranking => ({
    first: [],
    rest: hits,
    outcome: { applied: false, model: reranker?.model ?? null, documents: 0, reason },
  });
  if (!reranker) return kept("not_configured");
  const { topN, budgetMs } = config.reranking;
  const budget = AbortSignal.timeout(budgetMs);
  try {
    const read = await inTime(readPassages(context, hits.slice(0, topN)), budget);
    const scores = await inTime(
      reranker.rank(
        query,
        read.map(({ text }) => text),
        budget,
      ),
      budget,
    );
    const first = read.map(({ hit }, i) => ({ ...hit, score: scores[i] ?? 0, relevance: scores[i] ?? 0 }));
    return {
      first: first.sort(byScore),
      rest: hits.slice(topN),
      outcome: { applied: true, model: reranker.model, documents: first.length, reason: null },
    };
  } catch (err) {
    if (budget.aborted) return kept("over_budget");
    log.warn({ err }, "the hits were not re-ranked");
    return kept("unavailable");
  }
}

/** A document that was deleted a moment ago has none any more. */
async function readPassages(context: Context, hits: readonly FusedHit[]) {
  if (hits.length === 0) return [];
  const { id, title, text } = documents;
  const rows = await context.database.orm
    .select({ id, title, text })
    .from(documents)
    .where(
      inArray(
        id,
        hits.map(({ documentId }) => documentId),
      ),
    );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return hits.flatMap((hit) => {
    const row = byId.get(hit.documentId);
    const passage = shownPassage(hit);
    if (!row || !passage) return [];
    const body = row.text.slice(passage.start, passage.end);
    return { hit, text: row.title ? `${row.title}\n${body}` : body };
  });
}

/** Rejects when the budget is over, whether the work heeds that or not. */
async function inTime<T>(work: Promise<T>, budget: AbortSignal): Promise<T> {
  budget.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const over = () => reject(budget.reason);
  budget.addEventListener("abort", over, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    budget.removeEventListener("abort", over);
  }
}
