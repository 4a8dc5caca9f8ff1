import type { SearchMode, SearchRequest, SearchResponse } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { toDate, toEndDate } from "../documents/dates.ts";
import { CosmicError } from "../errors.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import type { SearchFilter } from "../ports/search-index/search-index.ts";
import { fuse } from "./fuse.ts";
import { present } from "./present.ts";
import { analyseQuery } from "./query-terms.ts";

const DEFAULT_TOP_K = 10;
/** Documents taken from each leg at the least, so that fusing has something to choose from. */
const CANDIDATES = 100;

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
  if (request.query.trim() === "")
    throw new CosmicError("empty_text", "The query is empty.", { field: "/query" });
  const mode = request.mode ?? "hybrid";
  const topK = request.top_k ?? DEFAULT_TOP_K;
  const { vector, degraded, ...legs } = await runLegs(
    context,
    index,
    request,
    mode,
    Math.max(topK, CANDIDATES),
  );
  const asked = analyseQuery(request.query, request.prefix);
  const best = fuse(legs, asked.terms.length).slice(0, topK);
  const results = await present(context, index, best, asked, vector);
  return {
    query: request.query,
    mode,
    count: results.length,
    results,
    took_ms: Math.round((performance.now() - started) * 100) / 100,
    model: index.model,
    degraded,
  };
}

/** Without a vector the words still answer, unless only the meaning was asked for. */
async function embedQuery({ log }: Context, { embedder }: LiveIndex, query: string, mode: SearchMode) {
  try {
    const [vector] = await embedder.embed([shorten(embedder, query)], { purpose: "query" });
    return { vector, degraded: false };
  } catch (error) {
    if (mode === "semantic") throw error;
    log.warn({ err: error }, "the query was not embedded; only words are searched");
    return { vector: undefined, degraded: true };
  }
}

/** The first part of a query that fits the model; the words leg sees all of it. */
function shorten(embedder: Embedder, query: string): string {
  const room =
    embedder.identity.maxTokens -
    embedder.identity.specialTokens -
    embedder.countTokens(embedder.identity.queryPrefix);
  let text = query;
  for (let tokens = embedder.countTokens(text); tokens > room; tokens = embedder.countTokens(text)) {
    text = text.slice(0, Math.max(1, Math.floor((text.length * room) / tokens) - 1));
  }
  return text;
}

/** The words are looked up while the query is embedded. */
async function runLegs(
  context: Context,
  index: LiveIndex,
  request: SearchRequest,
  mode: SearchMode,
  limit: number,
) {
  const { searchIndex } = context;
  const filter = filterOf(request);
  const minScore = request.score_threshold ?? undefined;
  const byMeaning = async () => {
    const { vector, degraded } = await embedQuery(context, index, request.query, mode);
    if (!vector || mode === "keyword") return { vector, degraded, semantic: [] };
    const query = { vector, filter, limit, ...(minScore === undefined ? {} : { minScore }) };
    return { vector, degraded, semantic: await searchIndex.searchDense(index.id, query) };
  };
  const [meaning, keyword] = await Promise.all([
    byMeaning(),
    mode === "semantic"
      ? []
      : searchIndex.searchLexical(index.id, {
          text: request.query,
          prefix: request.prefix ?? false,
          filter,
          limit,
        }),
  ]);
  return { ...meaning, keyword };
}

function filterOf(request: SearchRequest): SearchFilter {
  const from = toDate(request.date_from)?.getTime();
  const to = toEndDate(request.date_to)?.getTime();
  return {
    ...(request.user_id === undefined ? {} : { userId: request.user_id }),
    ...(request.document_type === undefined ? {} : { documentType: request.document_type }),
    ...(request.metadata === undefined ? {} : { metadata: request.metadata }),
    ...(from === undefined ? {} : { dateFrom: from }),
    ...(to === undefined ? {} : { dateTo: to }),
  };
}
