import { expect, it } from "vitest";
import { mulberry32 } from "../../patterns/seeded-random.ts";
import { innerProducts } from "./inner-products.ts";
import { madeUpVectors } from "./made-up-pairs.ts";
import { rowOf, transposed } from "./matrix.ts";

const random = mulberry32(1);

// Multiples of the block, and what is left over on either side.
it.each([
  [4, 8, 16],
  [5, 7, 3],
  [1, 9, 384],
  [3, 2, 1],
])("multiplies %i rows with %i rows of %i", (rows, others, columns) => {
  const [a, b] = [madeUpVectors(rows, columns, random), madeUpVectors(others, columns, random)];
  const products = innerProducts(a, b);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < others; j++) {
      const expected = rowOf(a, i).reduce((sum, value, t) => sum + value * (rowOf(b, j)[t] ?? 0), 0);
      expect(products.values[i * others + j]).toBeCloseTo(expected, 5);
    }
  }
  expect(transposed(innerProducts(b, a)).values).toEqual(products.values);
});
