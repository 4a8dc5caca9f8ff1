import { expect, it } from "vitest";
import { groupThemes } from "./theme-groups.ts";

it("puts themes that are alike into one group", () => {
  // 20 themes make ⌈2.5 × √20⌉ = 12 groups: of 12 directions, 8 have two themes and 4 have one.
  const rows = Array.from({ length: 20 }, (_, theme) => {
    const row = new Float32Array(13).fill(0.05);
    row[theme < 16 ? theme >> 1 : theme - 8] = 1;
    row[12] = theme % 2 === 0 ? 0.1 : 0.2;
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / length);
  });
  const centroids = { count: 20, dimension: 13, values: Float32Array.from(rows.flatMap((row) => [...row])) };
  const groups = groupThemes(centroids, new Array(20).fill(10));
  expect([...groups]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11]);
});

it.each([0, 1, 2])("takes %i themes", (count) => {
  const centroids = { count, dimension: 2, values: Float32Array.from([1, 0, 0, 1].slice(0, 2 * count)) };
  expect([...groupThemes(centroids, new Array(count).fill(5))]).toEqual([0, 1].slice(0, count));
});
