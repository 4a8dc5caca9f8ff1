import type { SearchIndex } from "../ports/search-index/search-index.ts";
import { meanVector } from "./mean-vector.ts";

/** One vector a document: the mean of its passages, of unit length. Documents that the index does not have are left out. */
export async function documentVectors(
  searchIndex: Pick<SearchIndex, "vectors">,
  indexId: string,
  ids: readonly string[],
): Promise<Map<string, Float32Array>> {
  if (ids.length === 0) return new Map();
  const passages = await searchIndex.vectors(indexId, ids);
  // In the order of the passages, so that the same document gives the same sum.
  const inOrder = passages.toSorted((a, b) => a.ordinal - b.ordinal);
  const byDocument = Map.groupBy(inOrder, ({ documentId }) => documentId);
  return new Map([...byDocument].map(([id, list]) => [id, meanVector(list.map(({ vector }) => vector))]));
}
