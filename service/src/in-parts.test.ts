import { expect, it } from "vitest";
import { inParts } from "./in-parts.ts";

const parts = (weights: readonly number[], items: number, weight: number) => [
  ...inParts(weights, { items, weight }, (own) => own),
];

it.each([
  ["by number", [1, 1, 1, 1, 1], 2, 100, [[1, 1], [1, 1], [1]]],
  ["by weight", [4, 4, 2, 5, 5, 1], 100, 10, [[4, 4, 2], [5, 5], [1]]],
  ["what weighs too much alone", [1, 50, 1], 100, 10, [[1], [50], [1]]],
  ["nothing", [], 100, 10, []],
] as const)("a list is in parts %s", (_, weights, items, weight, expected) => {
  expect(parts(weights, items, weight)).toEqual(expected);
});
