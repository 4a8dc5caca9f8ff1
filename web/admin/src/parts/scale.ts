/**
 * From a range of values to places in a picture.
 *
 * @param values of which the least and the greatest stand at the ends
 * @param to the places of the two ends
 */
export function scaleOver(values: readonly number[], [from, to]: readonly [number, number]) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const width = high - low || 1;
  return Object.assign((value: number) => from + ((value - low) / width) * (to - from), { low, high });
}
