/** @returns 1 / place of the first document that answers the query, 0 if none is among the first `depth` */
export function reciprocalRank(
  ranked: readonly string[],
  grades: ReadonlyMap<string, number>,
  depth: number,
): number {
  const place = ranked.slice(0, depth).findIndex((id) => grades.has(id)) + 1;
  return place === 0 ? 0 : 1 / place;
}
