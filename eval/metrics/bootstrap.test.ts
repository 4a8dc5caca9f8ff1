import { expect, it } from "vitest";
import { estimateMean } from "./bootstrap.ts";

it("gives the interval of a mean of ones and zeros", () => {
  // 100 draws with p = 0.5: the standard error is 0.05, so the interval is about 0.5 ± 1.96 · 0.05.
  const { mean, low, high } = estimateMean(Array.from({ length: 100 }, (_, i) => i % 2));
  expect(mean).toBe(0.5);
  expect(low).toBeCloseTo(0.402, 1);
  expect(high).toBeCloseTo(0.598, 1);
});

it("gives all of two values where two draws are all there is", () => {
  // A quarter of the samples is (0, 0), a quarter (1, 1).
  expect(estimateMean([0, 1])).toEqual({ mean: 0.5, low: 0, high: 1 });
});

it("gives the same interval for the same values", () => {
  const values = [0.2, 0.9, 0.4, 0.4, 1];
  expect(estimateMean(values)).toEqual(estimateMean(values));
});
