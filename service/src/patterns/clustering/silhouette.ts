/**
 * How much nearer items are to their own group than to the next one, -1 to 1 (Rousseeuw 1987): the mean over all
 * items, where an item that is alone counts 0.
 *
 * @param distances `[n, n]`
 * @param labels from 0 to `groups` - 1
 */
export function meanSilhouette(distances: Float64Array, labels: Int32Array, groups: number): number {
  const n = labels.length;
  const sizes = new Float64Array(groups);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  let total = 0;
  for (let item = 0; item < n; item++) {
    const sums = new Float64Array(groups);
    for (let other = 0; other < n; other++) {
      const label = labels[other] ?? 0;
      sums[label] = (sums[label] ?? 0) + (distances[item * n + other] ?? 0);
    }
    const own = labels[item] ?? 0;
    const size = sizes[own] ?? 0;
    if (size < 2) continue;
    const inside = (sums[own] ?? 0) / (size - 1);
    let outside = Number.POSITIVE_INFINITY;
    for (let group = 0; group < groups; group++) {
      if (group !== own) outside = Math.min(outside, (sums[group] ?? 0) / (sizes[group] ?? 1));
    }
    const larger = Math.max(inside, outside);
    if (Number.isFinite(outside) && larger > 0) total += (outside - inside) / larger;
  }
  return n === 0 ? 0 : total / n;
}
