/**
 * Normalised discounted cumulative gain of the first `depth` places (Järvelin and Kekäläinen, ACM TOIS 20, 2002).
 * As in trec_eval 9 (`m_ndcg_cut.c`), which BEIR uses: the gain is the grade itself, not 2^grade − 1, and place r is
 * divided by log2(r + 1). Documents with equal score stand as they were answered.
 *
 * @param grades of the documents that answer the query, above 0; at least one
 * @returns 0 to 1
 */
export function ndcg(ranked: readonly string[], grades: ReadonlyMap<string, number>, depth: number): number {
  const gains = ranked.slice(0, depth).map((id) => grades.get(id) ?? 0);
  const best = [...grades.values()].sort((a, b) => b - a).slice(0, depth);
  return discounted(gains) / discounted(best);
}

const discounted = (gains: readonly number[]) =>
  gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
