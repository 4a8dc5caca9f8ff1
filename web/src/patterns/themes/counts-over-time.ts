/** Steps that a sparkline shows. */
const STEPS = 24;

interface Dated {
  date: string;
  theme_id: string | null;
}

/** How many entries each theme has in each of 24 equal steps from the first entry of all to the last. */
export function countsOverTime(entries: readonly Dated[]): Map<string, number[]> {
  const moments = entries.map(({ date }) => Date.parse(date));
  const first = moments.reduce((least, moment) => Math.min(least, moment), Number.POSITIVE_INFINITY);
  const last = moments.reduce((most, moment) => Math.max(most, moment), Number.NEGATIVE_INFINITY);
  const step = Math.max(1, (last - first) / STEPS);
  const counts = new Map<string, number[]>();
  for (const [i, { theme_id }] of entries.entries()) {
    if (theme_id === null) continue;
    const own = counts.get(theme_id) ?? new Array<number>(STEPS).fill(0);
    const at = Math.min(STEPS - 1, Math.floor(((moments[i] ?? first) - first) / step));
    own[at] = (own[at] ?? 0) + 1;
    counts.set(theme_id, own);
  }
  return counts;
}
