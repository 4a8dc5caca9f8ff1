import { inParts } from "../../../in-parts.ts";
import type { Point } from "./points.ts";

/** Some 20 MB of JSON; Qdrant takes 32 MB. */
const MOST_NUMBERS = 1_000_000;

/** Points in groups of at most `size`, and smaller ones where the points are large. */
export const batchesOf = (points: Iterable<Point>, size: number): Generator<Point[]> =>
  inParts(points, { items: size, weight: MOST_NUMBERS }, ({ vector }) => numbersIn(vector));

function numbersIn(vectors: object): number {
  let numbers = 0;
  for (const vector of Object.values(vectors)) {
    numbers += Array.isArray(vector) ? vector.length : Object.values(vector).flat().length;
  }
  return numbers;
}
