import { expect, test } from "vitest";
import { dayAfterKey, moodSigns, yearGrid } from "./year-grid.ts";

const day = (start: string, moods: Record<string, number>) => ({ start, count: 2, words: 10, moods });

test("a year has its days in rows of months, with what was noted on them", () => {
  const grid = yearGrid(2024, [day("2024-02-29", { calm: 1, happy: 3 })]);
  expect(grid.map((row) => row.filter(Boolean).length)).toEqual([
    31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ]);
  expect(grid[1]?.[28]).toEqual({ day: "2024-02-29", count: 2, moods: ["happy", "calm"] });
  expect(grid[0]?.[0]).toEqual({ day: "2024-01-01", count: 0, moods: [] });
  expect(yearGrid(2025, [])[1]?.[28]).toBeUndefined();
});

test("keys go by day and by month, over the ends of months but not of the year", () => {
  const grid = yearGrid(2025, []);
  expect(dayAfterKey("ArrowRight", "2025-01-31", grid)).toBe("2025-02-01");
  expect(dayAfterKey("ArrowLeft", "2025-03-01", grid)).toBe("2025-02-28");
  expect(dayAfterKey("ArrowDown", "2025-01-31", grid)).toBe("2025-02-28");
  expect(dayAfterKey("ArrowUp", "2025-03-15", grid)).toBe("2025-02-15");
  expect(dayAfterKey("Home", "2025-04-15", grid)).toBe("2025-04-01");
  expect(dayAfterKey("End", "2025-04-15", grid)).toBe("2025-04-30");
  for (const [key, from] of [
    ["ArrowLeft", "2025-01-01"],
    ["ArrowRight", "2025-12-31"],
    ["ArrowUp", "2025-01-05"],
    ["ArrowDown", "2025-12-05"],
    ["x", "2025-12-05"],
  ] as const) {
    expect(dayAfterKey(key, from, grid)).toBeUndefined();
  }
});

test("frequent moods have signs of their own", () => {
  const moods = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`mood ${i}`, i]));
  const signs = moodSigns(moods);
  expect(signs.get("mood 19")).toBe(0);
  expect(signs.size).toBe(12);
  expect(signs.has("mood 0")).toBe(false);
});
