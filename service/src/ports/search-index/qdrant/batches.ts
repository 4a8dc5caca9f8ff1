import type { Point } from "./points.ts";

/** Some 20 MB of JSON; Qdrant takes 32 MB. */
const MOST_NUMBERS = 1_000_000;

/** Points in groups of at most `size`, and smaller ones where the points are large. */
export function* batchesOf(points: Iterable<Point>, size: number): Generator<Point[]> {
  let batch: Point[] = [];
  let numbers = 0;
  for (const point of points) {
    const more = numbersIn(point.vector);
    if (batch.length > 0 && (batch.length >= size || numbers + more > MOST_NUMBERS)) {
      yield batch;
      batch = [];
      numbers = 0;
    }
    batch.push(point);
    numbers += more;
  }
  if (batch.length > 0) yield batch;
}

function numbersIn(vectors: object): number {
  let numbers = 0;
  for (const vector of Object.values(vectors)) {
    numbers += Array.isArray(vector) ? vector.length : Object.values(vector).flat().length;
  }
  return numbers;
}
