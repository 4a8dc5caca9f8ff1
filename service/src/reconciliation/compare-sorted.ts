/** Where an id was found. */
export interface Compared {
  id: string;
  side: "left" | "right" | "both";
}

/** Walks two ascending lists of ids side by side; each id comes once. */
export async function* compareSorted(
  left: AsyncIterable<string>,
  right: AsyncIterable<string>,
): AsyncGenerator<Compared> {
  const a = left[Symbol.asyncIterator]();
  const b = right[Symbol.asyncIterator]();
  let [one, other] = [await a.next(), await b.next()];
  while (!one.done || !other.done) {
    if (other.done || (!one.done && one.value < other.value)) {
      yield { id: one.value, side: "left" };
      one = await a.next();
    } else if (one.done || other.value < one.value) {
      yield { id: other.value, side: "right" };
      other = await b.next();
    } else {
      yield { id: one.value, side: "both" };
      [one, other] = [await a.next(), await b.next()];
    }
  }
}
