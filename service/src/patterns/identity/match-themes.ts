export interface Matching {
  /** For each theme found now the id of the earlier one that it is, if it is one. */
  kept: Map<number, { id: string; overlap: number }>;
  /** Other themes found now: the earlier theme that most of their documents were in, if there is one. */
  splitFrom: Map<number, string>;
  /** Earlier themes that are no more: the theme found now that most of their documents are in, if there is one. */
  goneInto: Map<string, number | undefined>;
}

/** The least share of documents that two themes must have in common to be one. */
const LEAST_OVERLAP = 1 / 3;

/**
 * Finds the themes of an earlier run again. Only documents that both runs have seen count, those in no theme too.
 *
 * 1. Overlap of two themes: documents in both / documents in either.
 * 2. The pair with the largest overlap is one theme, then the next, while the overlap is at least a third.
 * 3. A theme that is left over now and has half its documents or more from one earlier theme was split from it.
 * 4. An earlier theme that is left over and has half its documents or more in one theme now was merged into it.
 * 5. Whatever is still left over is new, or gone.
 *
 * @param seen documents of this run
 */
export function matchThemes(
  before: ReadonlyMap<string, string>,
  seenBefore: ReadonlySet<string>,
  now: ReadonlyMap<string, number>,
  seen: ReadonlySet<string>,
): Matching {
  const earlier = sizes(before, seen);
  const current = sizes(now, seenBefore);
  const pairs = countPairs(before, now).map((pair) => {
    const either = (earlier.get(pair.id) ?? 0) + (current.get(pair.theme) ?? 0) - pair.shared;
    return { ...pair, overlap: pair.shared / either };
  });
  pairs.sort((a, b) => b.overlap - a.overlap || (a.id < b.id ? -1 : 1) || a.theme - b.theme);

  const matching: Matching = { kept: new Map(), splitFrom: new Map(), goneInto: new Map() };
  const found = new Set<string>();
  for (const { id, theme, overlap } of pairs) {
    if (overlap < LEAST_OVERLAP || found.has(id) || matching.kept.has(theme)) continue;
    found.add(id);
    matching.kept.set(theme, { id, overlap });
  }
  for (const id of new Set(before.values())) if (!found.has(id)) matching.goneInto.set(id, undefined);
  for (const { id, theme, shared } of pairs) {
    if (!matching.kept.has(theme) && 2 * shared >= (current.get(theme) ?? 0))
      matching.splitFrom.set(theme, id);
    if (matching.goneInto.has(id) && 2 * shared >= (earlier.get(id) ?? 0)) matching.goneInto.set(id, theme);
  }
  return matching;
}

/** Documents of each theme, of those that the other run has seen. */
function sizes<T>(membership: ReadonlyMap<string, T>, seen: ReadonlySet<string>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const [document, theme] of membership) {
    if (seen.has(document)) counts.set(theme, (counts.get(theme) ?? 0) + 1);
  }
  return counts;
}

function countPairs(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, number>) {
  const pairs = new Map<string, { id: string; theme: number; shared: number }>();
  for (const [document, theme] of now) {
    const id = before.get(document);
    if (id === undefined) continue;
    const key = `${theme} ${id}`;
    const pair = pairs.get(key) ?? { id, theme, shared: 0 };
    pair.shared += 1;
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}
