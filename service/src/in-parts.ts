/**
 * A list in parts that are bounded by their number of items and by what these weigh together. An item that weighs more
 * than a part may is alone.
 */
export function* inParts<T>(
  items: Iterable<T>,
  most: { items: number; weight: number },
  weightOf: (item: T) => number,
): Generator<T[]> {
  let part: T[] = [];
  let weight = 0;
  for (const item of items) {
    const own = weightOf(item);
    if (part.length > 0 && (part.length >= most.items || weight + own > most.weight)) {
      yield part;
      part = [];
      weight = 0;
    }
    part.push(item);
    weight += own;
  }
  if (part.length > 0) yield part;
}
