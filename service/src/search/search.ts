import type { SearchRequest, SearchResponse } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import { bestVectors } from "./best-vectors.ts";
import { diversify } from "./diversify.ts";
import { documentDates, keepDated } from "./document-dates.ts";
import { type FusedHit, fuse } from "./fuse.ts";
import { filterOf, runLegs } from "./legs.ts";
import { present } from "./present.ts";
import { analyseQuery } from "./query-terms.ts";
import { readDates } from "./read-dates.ts";
import { decay } from "./recency.ts";
import { rerank } from "./rerank.ts";

const DEFAULT_TOP_K = 10;
/** Documents taken from each leg at the least, so that fusing has something to choose from. */
const CANDIDATES = 100;
/** So many of the first hits are put in another order by `diversify`. */
const DIVERSIFIED = 100;

/** Finds a user's documents by meaning and by word. */
export async function search(context: Context, request: SearchRequest): Promise<SearchResponse> {
  const { active } = context.indexes;
  try {
    return await searchIn(context, active, request);
  } catch (error) {
    if (!(error instanceof CosmicError) || error.code !== "index_unavailable") throw error;
    // It may have been dropped by another process after a switch that this one has not noticed yet.
    await context.indexes.refresh();
    if (context.indexes.active.id === active.id) throw error;
    return searchIn(context, context.indexes.active, request);
  }
}

/** The same in an index that need not be the active one. */
export async function searchIn(
  context: Context,
  index: LiveIndex,
  request: SearchRequest,
): Promise<SearchResponse> {
  const started = performance.now();
  const now = Date.now();
  if (request.query.trim() === "")
    throw new CosmicError("empty_text", "The query is empty.", { field: "/query" });
  const { mode = "hybrid", top_k: topK = DEFAULT_TOP_K, prefix = false, recency } = request;
  const { text, filter: dateFilter, answer } = await readDates(request, now);
  const found = await runLegs(context, index, {
    text,
    prefix,
    mode,
    filter: filterOf(request, dateFilter),
    limit: Math.max(topK, CANDIDATES),
    minScore: request.score_threshold ?? undefined,
  });
  const asked = analyseQuery(text, prefix);
  const { belongs } = dateFilter;
  let { legs } = found;
  const dates = recency || belongs ? await documentDates(context, legs) : new Map<string, number>();
  if (belongs) legs = keepDated(legs, dates, belongs);
  let hits = fuse(legs, asked.terms.length);
  if (recency) hits = decay(hits, dates, recency, now);
  const reranking = request.rerank ? await rerank(context, text, hits) : undefined;
  let first = hits.slice(0, DIVERSIFIED);
  let rest: readonly FusedHit[] = hits.slice(DIVERSIFIED);
  if (reranking?.outcome.applied) {
    first = recency ? decay(reranking.first, dates, recency, now) : reranking.first;
    rest = reranking.rest;
  }
  if (request.diversify) {
    first = diversify(first, await bestVectors(context, index, first), request.diversify);
  }
  const best = [...first, ...rest].slice(0, topK);
  const results = await present(context, index, best, asked, found.vector, request.highlight);
  return {
    query: request.query,
    mode,
    count: results.length,
    results,
    took_ms: Math.round((performance.now() - started) * 100) / 100,
    model: index.model,
    degraded: found.degraded,
    ...(reranking ? { rerank: reranking.outcome } : {}),
    ...answer,
  };
}
