import type { Timeline } from "@cosmic/contract/insights";
import { expect, test } from "vitest";
import { addressOfPeriod, columnsOf, radiusOf, topMoods } from "./layout.ts";

const months = (count: number): Timeline => ({
  step: "month",
  time_zone: "UTC",
  count,
  moods: { calm: 3, happy: 9, tired: 3 },
  results: Array.from({ length: count }, (_, i) => ({
    start: `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`,
    count: 1,
    words: 10,
    moods: {},
  })),
});

test("columns fill the width side by side", () => {
  const columns = columnsOf(months(24).results, "month", 80, 560);
  expect(columns).toHaveLength(24);
  expect(columns[0]).toMatchObject({ x: 80, width: 20 });
  expect((columns[23]?.x ?? 0) + (columns[23]?.width ?? 0)).toBeCloseTo(560);
});

test("labels never come closer than they can be read", () => {
  for (const width of [200, 390, 1_200]) {
    const labelled = columnsOf(months(36).results, "month", 80, width).filter(
      ({ label }) => label !== undefined,
    );
    expect(labelled[0]?.label).toBe("2024");
    labelled.slice(1).forEach(({ x }, i) => {
      expect(x - (labelled[i]?.x ?? 0)).toBeGreaterThanOrEqual(44);
    });
  }
});

test("over many years only years are named", () => {
  const labels = columnsOf(months(168).results, "month", 80, 1_000).flatMap(({ label }) => label ?? []);
  expect(labels).toEqual(Array.from({ length: 14 }, (_, i) => String(2024 + i)));
});

test("the most frequent moods come first, equal ones by name", () => {
  expect(topMoods(months(1))).toEqual(["happy", "calm", "tired"]);
});

test("a dot's area follows the count, and one entry can be seen", () => {
  expect(radiusOf(0, 10, 8)).toBe(0);
  expect(radiusOf(10, 10, 8)).toBe(8);
  expect(radiusOf(1, 1_000, 8)).toBeGreaterThan(1);
});

test("every step leads to its entries", () => {
  expect(addressOfPeriod("2025-03-01", "month")).toBe("/journal?month=2025-03");
  expect(addressOfPeriod("2024-12-30", "week")).toBe("/search?from=2024-12-30&to=2025-01-05");
  expect(addressOfPeriod("2025-01-01", "year")).toBe("/search?from=2025-01-01&to=2025-12-31");
  expect(addressOfPeriod("2025-03-07", "day")).toBe("/search?from=2025-03-07&to=2025-03-07");
});
