export interface VMeasure {
  /** Every cluster holds members of one class only: 1. */
  homogeneity: number;
  /** All members of a class lie in one cluster: 1. */
  completeness: number;
  /** Their harmonic mean (Rosenberg and Hirschberg 2007). */
  v: number;
}

/** How well clusters fit classes, 0 to 1, whatever they are called. Outliers (-1) count as one cluster. */
export function vMeasure(classes: ArrayLike<number>, clusters: ArrayLike<number>): VMeasure {
  const { pairs, rows, columns, total } = contingency(classes, clusters);
  const entropyOf = (counts: Iterable<number>) => {
    let entropy = 0;
    for (const count of counts) entropy -= (count / total) * Math.log(count / total);
    return entropy;
  };
  const ofClasses = entropyOf(rows.values());
  const ofClusters = entropyOf(columns.values());
  const shared = ofClasses + ofClusters - entropyOf(pairs.values());
  const homogeneity = ofClasses === 0 ? 1 : shared / ofClasses;
  const completeness = ofClusters === 0 ? 1 : shared / ofClusters;
  const sum = homogeneity + completeness;
  return { homogeneity, completeness, v: sum === 0 ? 0 : (2 * homogeneity * completeness) / sum };
}

/** Pairs of points on which two labellings agree, less what chance would give: 1 for the same, about 0 for chance. */
export function adjustedRand(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const { pairs, rows, columns, total } = contingency(one, other);
  const pairsWithin = (counts: Iterable<number>) => {
    let sum = 0;
    for (const count of counts) sum += (count * (count - 1)) / 2;
    return sum;
  };
  const both = pairsWithin(pairs.values());
  const inOne = pairsWithin(rows.values());
  const inOther = pairsWithin(columns.values());
  const byChance = total < 2 ? 0 : (inOne * inOther) / ((total * (total - 1)) / 2);
  const most = (inOne + inOther) / 2;
  return most === byChance ? 1 : (both - byChance) / (most - byChance);
}

function contingency(one: ArrayLike<number>, other: ArrayLike<number>) {
  const pairs = new Map<string, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  for (let i = 0; i < one.length; i++) {
    const row = one[i] ?? -1;
    const column = other[i] ?? -1;
    const pair = `${row} ${column}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    rows.set(row, (rows.get(row) ?? 0) + 1);
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
  return { pairs, rows, columns, total: one.length };
}
