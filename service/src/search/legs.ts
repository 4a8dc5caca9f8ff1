import type { SearchMode, SearchRequest } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { toDate, toEndDate } from "../documents/dates.ts";
import { notSearchable } from "../encryption/not-searchable.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import type { Embedder } from "../ports/embedders/embedder.ts";
import type { SearchFilter } from "../ports/search-index/search-index.ts";
import type { DateFilter } from "./dates/date-filter.ts";
import type { Legs } from "./fuse.ts";

/** What both legs are asked. */
export interface LegsQuery {
  text: string;
  prefix: boolean;
  mode: SearchMode;
  filter: SearchFilter;
  /** Documents a leg. */
  limit: number;
  /** Cosine below which the semantic leg finds nothing. */
  minScore: number | undefined;
}

export interface FoundLegs {
  legs: Legs;
  /** Of the query; undefined where it could not be embedded. */
  vector: Float32Array | undefined;
  degraded: boolean;
}

/** The words are looked up while the query is embedded. */
export async function runLegs(context: Context, index: LiveIndex, query: LegsQuery): Promise<FoundLegs> {
  const { searchIndex, encryption } = context;
  const { text, prefix, filter, limit, minScore } = query;
  if (encryption.on) refuseWords(query);
  const mode = encryption.on ? "semantic" : query.mode;
  const byMeaning = async () => {
    const { vector, degraded } = await embedQuery(context, index, text, mode);
    if (!vector || mode === "keyword") return { vector, degraded, semantic: [] };
    const dense = { vector, filter, limit, ...(minScore === undefined ? {} : { minScore }) };
    return { vector, degraded, semantic: await searchIndex.searchDense(index.id, dense) };
  };
  const [{ vector, degraded, semantic }, keyword] = await Promise.all([
    byMeaning(),
    mode === "semantic" ? [] : searchIndex.searchLexical(index.id, { text, prefix, filter, limit }),
  ]);
  return { legs: { semantic, keyword }, vector, degraded };
}

/** @throws CosmicError `not_searchable` for what only words or metadata of an index could answer, which has none */
function refuseWords({ mode, filter }: LegsQuery): void {
  if (mode === "keyword") throw notSearchable("/mode");
  if (filter.metadata && Object.keys(filter.metadata).length > 0) throw notSearchable("/metadata");
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
export function shorten(embedder: Embedder, query: string): string {
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

/** @param dates that the words of the query name; both they and the fields of the request must hold */
export function filterOf(request: SearchRequest, dates: DateFilter = {}): SearchFilter {
  const from = highest(toDate(request.date_from)?.getTime(), dates.from);
  const to = lowest(toEndDate(request.date_to)?.getTime(), dates.to);
  return {
    ...(request.user_id === undefined ? {} : { userId: request.user_id }),
    ...(request.document_type === undefined ? {} : { documentType: request.document_type }),
    ...(request.metadata === undefined ? {} : { metadata: request.metadata }),
    ...(from === undefined ? {} : { dateFrom: from }),
    ...(to === undefined ? {} : { dateTo: to }),
  };
}

const highest = (a = Number.NEGATIVE_INFINITY, b = Number.NEGATIVE_INFINITY) => finite(Math.max(a, b));
const lowest = (a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY) => finite(Math.min(a, b));
const finite = (value: number) => (Number.isFinite(value) ? value : undefined);
