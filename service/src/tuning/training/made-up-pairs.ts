import { mulberry32 } from "../../patterns/seeded-random.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { adapted } from "./linear.ts";
import { type Matrix, zeros } from "./matrix.ts";
import type { TrainingSet } from "./training-set.ts";
import { toUnitLength } from "./unit-length.ts";

/** Vectors of unit length in any direction, `[rows, columns]`. */
export function madeUpVectors(rows: number, columns: number, random: () => number): Matrix {
  const matrix = zeros(rows, columns);
  // The sum of some uniform numbers is near enough to normal for a direction.
  for (let i = 0; i < matrix.values.length; i++)
    matrix.values[i] = random() + random() + random() + random() - 2;
  return toUnitLength(matrix).units;
}

/** Documents of one passage each, whose queries an adapter would turn into them, but for some noise. */
export function madeUpPairs(
  count: number,
  dimension: number,
  { hidden, noise, seed }: { hidden: Adapter; noise: number; seed: number },
): TrainingSet {
  const random = mulberry32(seed);
  const queries = madeUpVectors(count, dimension, random);
  const documents = adapted(hidden, queries);
  for (let i = 0; i < documents.values.length; i++)
    documents.values[i] = (documents.values[i] ?? 0) + (2 * random() - 1) * noise;
  return {
    queries,
    passages: toUnitLength(documents).units,
    firstPassages: Int32Array.from({ length: count + 1 }, (_, i) => i),
    pairs: Array.from({ length: count }, (_, i) => ({ query: i, document: i })),
    negatives: [],
  };
}

/** A rotation by a right angle in the first pairs of components. */
export function madeUpRotation(dimension: number, turned: number): Adapter {
  const change = zeros(dimension, dimension);
  for (let i = 0; i + 1 < 2 * turned; i += 2) {
    change.values[i * dimension + i] = -1;
    change.values[i * dimension + i + 1] = -1;
    change.values[(i + 1) * dimension + i] = 1;
    change.values[(i + 1) * dimension + i + 1] = -1;
  }
  return { kind: "whole", change };
}
