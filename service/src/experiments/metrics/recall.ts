/** @returns share of the documents that answer the query which is among the first `depth`, 0 to 1 */
export function recall(
  ranked: readonly string[],
  grades: ReadonlyMap<string, number>,
  depth: number,
): number {
  return ranked.slice(0, depth).filter((id) => grades.has(id)).length / grades.size;
}
