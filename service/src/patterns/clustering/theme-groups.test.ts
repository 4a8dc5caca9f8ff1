import { expect, it } from "vitest";
import { groupThemes } from "./theme-groups.ts";

it("puts themes that are alike into one group", () => {
  // 16 themes: 8 directions, two themes beside each; 2 × √16 groups.
  const rows = Array.from({ length: 16 }, (_, theme) => {
    const row = new Float32Array(9).fill(0.05);
    row[theme >> 1] = 1;
    row[8] = theme % 2 === 0 ? 0.1 : 0.2;
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / length);
  });
  const centroids = { count: 16, dimension: 9, values: Float32Array.from(rows.flatMap((row) => [...row])) };
  const groups = groupThemes(centroids, new Array(16).fill(10));
  expect([...groups]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
});

it.each([0, 1, 2])("takes %i themes", (count) => {
  const centroids = { count, dimension: 2, values: Float32Array.from([1, 0, 0, 1].slice(0, 2 * count)) };
  expect([...groupThemes(centroids, new Array(count).fill(5))]).toEqual([0, 1].slice(0, count));
});
