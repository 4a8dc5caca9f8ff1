import { RowProducts, type Rows } from "../../ports/search-index/sqlite/dense/row-products.ts";
import { type Matrix, zeros } from "./matrix.ts";

/** Kept between products, of which training makes thousands. */
let kept: RowProducts | undefined;

/**
 * The inner products of every row of `a` with every row of `b`, `[a.rows, b.rows]`: a times b transposed. The one
 * product that training needs; others are made of it with `transposed`, which costs little beside it.
 */
export function innerProducts(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.columns)
    throw new RangeError(`rows of ${a.columns} and of ${b.columns} have no product`);
  const result = zeros(a.rows, b.rows);
  kept ??= new RowProducts();
  kept.scan("innerProducts", rowsOf(a), rowsOf(b), (row, first, products) =>
    result.values.set(products, row * b.rows + first),
  );
  return result;
}

const rowsOf = ({ rows: count, columns: dimension, values }: Matrix): Rows => ({ count, dimension, values });
