import { expect, it } from "vitest";
import { pearson, spearman } from "./correlation.ts";

const all = (count: number) => new Uint32Array(count).fill(1);

it("gives Pearson's correlation", () => {
  // Means 2.5 and 3.5: the products of the deviations sum to 8, their squares to 5 and 13.
  expect(pearson([1, 2, 3, 4], [1, 3, 4, 6])(all(4))).toBeCloseTo(8 / Math.sqrt(5 * 13), 10);
  expect(pearson([1, 2, 3], [5, 5, 5])(all(3))).toBe(0);
});

it("gives Spearman's of the ranks, where equal values share one", () => {
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
  expect(spearman([1, 7, 7, 9], [10, 20, 30, 40])(all(4))).toBeCloseTo(4.5 / Math.sqrt(22.5), 10);
  expect(spearman([1, 2, 3], [9, 4, 1])(all(3))).toBe(-1);
});

it("ranks a sample as if it were written out", () => {
  const [one, other] = [
    [0.3, 0.1, 0.9, 0.4, 0.4],
    [2, 1, 3, 5, 1],
  ] as const;
  const drawn = Uint32Array.of(2, 0, 1, 1, 3);
  const written = (values: readonly number[]) =>
    values.flatMap((value, i) => new Array<number>(drawn[i] ?? 0).fill(value));
  expect(spearman([...one], [...other])(drawn)).toBeCloseTo(
    spearman(written(one), written(other))(all(7)),
    10,
  );
});
