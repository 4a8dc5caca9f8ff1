import { mulberry32 } from "../../patterns/seeded-random.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { innerProducts } from "./inner-products.ts";
import { type Matrix, transposed, zeros } from "./matrix.ts";
import { toUnitLength } from "./unit-length.ts";

/** An adapter that changes nothing yet. */
export function newAdapter(dimension: number, rank: number | undefined, seed: number): Adapter {
  if (rank === undefined) return { kind: "whole", change: zeros(dimension, dimension) };
  const random = mulberry32(seed);
  const down = zeros(rank, dimension);
  // Uniform with variance 1 / dimension; with `up` at zero the product is zero, and only `up` learns in the first step.
  const bound = Math.sqrt(3 / dimension);
  for (let i = 0; i < down.values.length; i++) down.values[i] = (2 * random() - 1) * bound;
  return { kind: "low_rank", down, up: zeros(dimension, rank) };
}

export const parametersOf = (adapter: Adapter): Matrix[] =>
  adapter.kind === "whole" ? [adapter.change] : [adapter.down, adapter.up];

/** y = x + change · x for each row, `[rows, dimension]`; not of unit length. */
export function forward(adapter: Adapter, vectors: Matrix): Matrix {
  const changed =
    adapter.kind === "whole"
      ? innerProducts(vectors, adapter.change)
      : innerProducts(innerProducts(vectors, adapter.down), adapter.up);
  for (let i = 0; i < changed.values.length; i++)
    changed.values[i] = (changed.values[i] ?? 0) + (vectors.values[i] ?? 0);
  return changed;
}

/**
 * @param gradient of the loss by the rows of `forward`
 * @returns the gradient by each of `parametersOf`, in their order
 */
export function backward(adapter: Adapter, vectors: Matrix, gradient: Matrix): Matrix[] {
  const turned = transposed(gradient);
  if (adapter.kind === "whole") return [innerProducts(turned, transposed(vectors))];
  const inner = innerProducts(vectors, adapter.down);
  const byInner = innerProducts(gradient, transposed(adapter.up));
  return [innerProducts(transposed(byInner), transposed(vectors)), innerProducts(turned, transposed(inner))];
}

/** The vectors as the adapter turns them. */
export function adapted(adapter: Adapter, vectors: Matrix): Matrix {
  return toUnitLength(forward(adapter, vectors)).units;
}
