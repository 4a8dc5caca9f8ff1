import { expect, it } from "vitest";
import { adjustedRand, vMeasure } from "./agreement.ts";

// Values of sklearn.metrics.adjusted_rand_score and homogeneity_completeness_v_measure.
it.each([
  [[0, 0, 1, 1], [1, 1, 0, 0], 1, 1, 1],
  [[0, 0, 1, 2], [0, 0, 1, 1], 0.571429, 0.666667, 1],
  [[0, 0, 1, 1], [0, 1, 0, 1], -0.5, 0, 0],
  [[0, 1, 2, 0, 1, 2, 0, 1], [0, 1, 1, 0, 1, -1, 0, 0], 0.304348, 0.519624, 0.57716],
])("agrees with scikit-learn on %j and %j", (classes, clusters, rand, homogeneity, completeness) => {
  expect(adjustedRand(classes, clusters)).toBeCloseTo(rand, 5);
  const measured = vMeasure(classes, clusters);
  expect(measured.homogeneity).toBeCloseTo(homogeneity, 5);
  expect(measured.completeness).toBeCloseTo(completeness, 5);
});
