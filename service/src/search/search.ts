import type { SearchRequest, SearchResponse } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { CosmicError } from "../errors.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import { present } from "./present.ts";
import { rank } from "./rank.ts";

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
  const { hits, asked, vector, degraded, rerank, dates } = await rank(context, index, request);
  const results = await present(context, index, hits, asked, vector, request.highlight);
  return {
    query: request.query,
    mode: request.mode ?? "hybrid",
    count: results.length,
    results,
    took_ms: Math.round((performance.now() - started) * 100) / 100,
    model: index.model,
    degraded,
    ...(rerank ? { rerank } : {}),
    ...dates,
  };
}
