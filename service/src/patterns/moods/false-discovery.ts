/**
 * What each p becomes when as many were asked at once (Benjamini and Hochberg 1995): of all that stay below a bound,
 * about that share is there by chance.
 *
 * @returns adjusted p, in the order given
 */
export function adjustForMany(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => (ps[b] ?? 0) - (ps[a] ?? 0));
  const adjusted = new Array<number>(ps.length).fill(1);
  let least = 1;
  for (const [i, at] of order.entries()) {
    least = Math.min(least, ((ps[at] ?? 1) * ps.length) / (ps.length - i));
    adjusted[at] = least;
  }
  return adjusted;
}
