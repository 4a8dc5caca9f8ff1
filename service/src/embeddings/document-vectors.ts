import type { PassageVector, SearchIndex } from "../ports/search-index/search-index.ts";

/** One vector a document: the mean of its passages, of unit length. Documents that the index does not have are left out. */
export async function documentVectors(
  searchIndex: Pick<SearchIndex, "vectors">,
  indexId: string,
  ids: readonly string[],
): Promise<Map<string, Float32Array>> {
  if (ids.length === 0) return new Map();
  const passages = await searchIndex.vectors(indexId, ids);
  const byDocument = Map.groupBy(passages, ({ documentId }) => documentId);
  return new Map([...byDocument].map(([id, list]) => [id, mean(list)]));
}

/** In the order of the passages, so that the same document gives the same sum. */
function mean(passages: readonly PassageVector[]): Float32Array {
  const sum = new Float32Array(passages[0]?.vector.length ?? 0);
  for (const { vector } of passages.toSorted((a, b) => a.ordinal - b.ordinal))
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return length > 0 ? sum.map((value) => value / length) : sum;
}
