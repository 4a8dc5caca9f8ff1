import type { CompareIndexes, IndexComparison, SearchResponse } from "@cosmic/contract";
import type { Context } from "../context.ts";
import { ndcg } from "../experiments/metrics/ndcg.ts";
import { searchIn } from "../search/search.ts";

const DEFAULT_TOP_K = 10;

interface Asked {
  one: SearchResponse;
  other: SearchResponse;
  /** Grade of every document that answers, where that is known. */
  relevant: ReadonlyMap<string, number>;
}

/** Asks two indexes the same and says how far their answers are apart, and which is better where that is known. */
export async function compareIndexes(
  context: Context,
  id: string,
  { queries, with: second, top_k = DEFAULT_TOP_K }: CompareIndexes,
): Promise<IndexComparison> {
  const one = await context.indexes.open(id);
  const other = second === undefined ? context.indexes.active : await context.indexes.open(second);
  const asked: Asked[] = [];
  for (const { query, user_id, relevant } of queries) {
    const request = { query, top_k, ...(user_id === undefined ? {} : { user_id }) };
    const [a, b] = await Promise.all([searchIn(context, one, request), searchIn(context, other, request)]);
    asked.push({ one: a, other: b, relevant: new Map(relevant?.map((id) => [id, 1])) });
  }
  return {
    queries: asked.length,
    top_k,
    overlap: mean(asked.map((it) => overlap(it.one, it.other))) ?? 0,
    same_first: mean(asked.map((it) => Number(idsOf(it.one)[0] === idsOf(it.other)[0]))) ?? 0,
    one: { index: one.rowId, model: one.model, ...judge(asked, (it) => it.one, top_k) },
    other: { index: other.rowId, model: other.model, ...judge(asked, (it) => it.other, top_k) },
  };
}

const idsOf = ({ results }: SearchResponse) => results.map((hit) => hit.document_id);

/** Share of the longer list that both have; two empty lists agree. */
function overlap(one: SearchResponse, other: SearchResponse): number {
  const ids = new Set(idsOf(one));
  const longer = Math.max(ids.size, other.results.length);
  return longer === 0 ? 1 : idsOf(other).filter((id) => ids.has(id)).length / longer;
}

function judge(asked: readonly Asked[], side: (asked: Asked) => SearchResponse, topK: number) {
  const ndcgs = asked.flatMap((it) => (it.relevant.size > 0 ? ndcg(idsOf(side(it)), it.relevant, topK) : []));
  const scores = asked.flatMap((it) => side(it).results[0]?.score ?? []).toSorted((a, b) => a - b);
  return { ndcg: mean(ndcgs), top_score: scores[Math.floor(scores.length / 2)] ?? null };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
