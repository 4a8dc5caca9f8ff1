import type { Statistic } from "./bootstrap.ts";

/** Pearson's correlation of two lists of the same length, -1 to 1; 0 where one of them does not vary. */
export const pearson =
  (one: readonly number[], other: readonly number[]): Statistic =>
  (drawn) =>
    correlate(one, other, drawn);

/** Spearman's: the same of ranks, which are those within the sample. Equal values share the middle of their ranks. */
export function spearman(one: readonly number[], other: readonly number[]): Statistic {
  const ranksOfOne = ranker(one);
  const ranksOfOther = ranker(other);
  return (drawn) => correlate(ranksOfOne(drawn), ranksOfOther(drawn), drawn);
}

function correlate(one: ArrayLike<number>, other: ArrayLike<number>, drawn: Uint32Array): number {
  let count = 0;
  let sumOne = 0;
  let sumOther = 0;
  for (let i = 0; i < drawn.length; i++) {
    const times = drawn[i] ?? 0;
    count += times;
    sumOne += times * (one[i] ?? 0);
    sumOther += times * (other[i] ?? 0);
  }
  let both = 0;
  let squaresOne = 0;
  let squaresOther = 0;
  for (let i = 0; i < drawn.length; i++) {
    const times = drawn[i] ?? 0;
    const a = (one[i] ?? 0) - sumOne / count;
    const b = (other[i] ?? 0) - sumOther / count;
    both += times * a * b;
    squaresOne += times * a * a;
    squaresOther += times * b * b;
  }
  const scale = Math.sqrt(squaresOne * squaresOther);
  return scale === 0 ? 0 : both / scale;
}

/** Sorted once; the ranks within a sample are then counted and not sorted again. */
function ranker(values: readonly number[]): (drawn: Uint32Array) => Float64Array {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  return (drawn) => {
    let below = 0;
    for (let from = 0; from < order.length; ) {
      const value = values[order[from] ?? 0];
      let to = from;
      let times = 0;
      for (; to < order.length && values[order[to] ?? 0] === value; to++) times += drawn[order[to] ?? 0] ?? 0;
      for (let place = from; place < to; place++) ranks[order[place] ?? 0] = below + (times + 1) / 2;
      below += times;
      from = to;
    }
    return ranks;
  };
}
