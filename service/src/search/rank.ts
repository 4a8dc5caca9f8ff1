import type { RerankOutcome, SearchRequest } from "@cosmic/contract";
import type { Context } from "../context.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { AnalysedQuery } from "../ports/search-index/lexical/analyse.ts";
import { bestVectors } from "./best-vectors.ts";
import { diversify } from "./diversify.ts";
import { documentDates, keepDated } from "./document-dates.ts";
import { type FusedHit, fuse } from "./fuse.ts";
import { filterOf, runLegs } from "./legs.ts";
import { analyseQuery } from "./query-terms.ts";
import { type ReadQuery, readDates } from "./read-dates.ts";
import { decay } from "./recency.ts";
import { rerank } from "./rerank.ts";

const DEFAULT_TOP_K = 10;
/** Documents taken from each leg at the least, so that fusing has something to choose from. */
const CANDIDATES = 100;
/** So many of the first hits are put in another order by `diversify`. */
const DIVERSIFIED = 100;

/** The documents that answer a query, before they are made into an answer. */
export interface Ranking {
  /** Best first, `top_k` at the most. */
  hits: FusedHit[];
  asked: AnalysedQuery;
  /** Of the query; undefined where it could not be embedded. */
  vector: Float32Array | undefined;
  degraded: boolean;
  /** Where the request asks for it. */
  rerank: RerankOutcome | undefined;
  dates: ReadQuery["answer"];
}

/** Asks both legs, joins them, and does what else the request asks for. */
export async function rank(context: Context, index: LiveIndex, request: SearchRequest): Promise<Ranking> {
  const now = Date.now();
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
  return {
    hits: [...first, ...rest].slice(0, topK),
    asked,
    vector: found.vector,
    degraded: found.degraded,
    rerank: reranking?.outcome,
    dates: answer,
  };
}
