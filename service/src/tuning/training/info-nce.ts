import { innerProducts } from "./inner-products.ts";
import { type Matrix, rowOf, transposed } from "./matrix.ts";

export interface Loss {
  /** Mean over the queries. */
  loss: number;
  /** By the queries, `[queries, dimension]`. */
  gradient: Matrix;
}

/**
 * InfoNCE (van den Oord et al. 2018), with negatives from the batch also called multiple negatives ranking: how
 * surprising it is that, of all candidates, the right one answers the query.
 *
 * @param queries of unit length, `[queries, dimension]`
 * @param candidates of unit length, `[candidates, dimension]`
 * @param right the row of the right candidate for each query
 * @param ignored whether a candidate must not count against a query, because it answers it too
 */
export function infoNce(
  queries: Matrix,
  candidates: Matrix,
  right: ArrayLike<number>,
  ignored: Ignored,
  temperature: number,
): Loss {
  const { loss, errors } = compare(queries, candidates, right, ignored, temperature);
  const scale = 1 / (queries.rows * temperature);
  for (let i = 0; i < errors.values.length; i++) errors.values[i] = (errors.values[i] ?? 0) * scale;
  return { loss, gradient: innerProducts(errors, transposed(candidates)) };
}

/** The loss alone. */
export function infoNceLoss(...args: Parameters<typeof infoNce>): number {
  return compare(...args).loss;
}

type Ignored = (query: number, candidate: number) => boolean;

/** @returns the softmax probability of each candidate less 1 for the right one, `[queries, candidates]` */
function compare(
  queries: Matrix,
  candidates: Matrix,
  right: ArrayLike<number>,
  ignored: Ignored,
  temperature: number,
): { loss: number; errors: Matrix } {
  const errors = innerProducts(queries, candidates);
  let loss = 0;
  for (let query = 0; query < queries.rows; query++) {
    const own = right[query] ?? 0;
    loss += toErrors(rowOf(errors, query), own, (candidate) => ignored(query, candidate), temperature);
  }
  return { loss: loss / queries.rows, errors };
}

/** Turns cosines into softmax probabilities less the right answer, in place. @returns the loss of the query */
function toErrors(
  row: Float32Array,
  own: number,
  ignored: (candidate: number) => boolean,
  temperature: number,
): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < row.length; j++) {
    const logit = j !== own && ignored(j) ? Number.NEGATIVE_INFINITY : (row[j] ?? 0) / temperature;
    row[j] = logit;
    if (logit > highest) highest = logit;
  }
  const target = row[own] ?? 0;
  let sum = 0;
  for (let j = 0; j < row.length; j++) {
    const power = Math.exp((row[j] ?? 0) - highest);
    row[j] = power;
    sum += power;
  }
  for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) / sum;
  row[own] = (row[own] ?? 0) - 1;
  return highest + Math.log(sum) - target;
}
