export interface Join {
  /** The groups that join, named by the smallest item in each. */
  into: number;
  from: number;
  distance: number;
}

/**
 * Average linkage: joins items to ever larger groups, first the two with the smallest mean distance between all pairs
 * of one and the other (Sokal and Michener 1958). O(n³) time: for hundreds of items.
 *
 * @param distances `[n, n]`, symmetric
 * @returns n - 1 joins in the order in which they happen
 */
export function linkByAverage(distances: Float64Array): Join[] {
  const n = Math.round(Math.sqrt(distances.length));
  const between = Float64Array.from(distances);
  const size = new Float64Array(n).fill(1);
  const groups = Array.from({ length: n }, (_, item) => item);
  const joins: Join[] = [];
  while (groups.length > 1) {
    const { into, from, distance } = nearestTwo(between, n, groups);
    groups.splice(groups.indexOf(from), 1);
    const [own, added] = [size[into] ?? 1, size[from] ?? 1];
    for (const other of groups) {
      if (other === into) continue;
      const toOwn = between[into * n + other] ?? 0;
      const joined = (own * toOwn + added * (between[from * n + other] ?? 0)) / (own + added);
      between[into * n + other] = joined;
      between[other * n + into] = joined;
    }
    size[into] = own + added;
    joins.push({ into, from, distance });
  }
  return joins;
}

/** Labels from 0, in the order of the items, when so many groups are left. */
export function cutLinkage(items: number, joins: readonly Join[], groups: number): Int32Array {
  const group = Int32Array.from({ length: items }, (_, item) => item);
  for (const { into, from } of joins.slice(0, Math.max(0, items - groups))) {
    for (let item = 0; item < items; item++) if (group[item] === from) group[item] = into;
  }
  const names = new Map<number, number>();
  return group.map((name) => {
    const label = names.get(name) ?? names.size;
    names.set(name, label);
    return label;
  });
}

/** @param groups in rising order */
function nearestTwo(between: Float64Array, n: number, groups: readonly number[]): Join {
  let found: Join = { into: groups[0] ?? 0, from: groups[1] ?? 0, distance: Number.POSITIVE_INFINITY };
  for (const [i, into] of groups.entries()) {
    for (let j = i + 1; j < groups.length; j++) {
      const from = groups[j] ?? 0;
      const distance = between[into * n + from] ?? 0;
      if (distance < found.distance) found = { into, from, distance };
    }
  }
  return found;
}
