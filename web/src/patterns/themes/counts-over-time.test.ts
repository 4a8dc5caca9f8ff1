import { expect, test } from "vitest";
import { countsOverTime } from "./counts-over-time.ts";

const entry = (date: string, theme_id: string | null) => ({ date, theme_id });

test("counts are by theme, over the time of all entries", () => {
  const counts = countsOverTime([
    entry("2024-01-01T00:00:00Z", null),
    entry("2024-12-31T00:00:00Z", "a"),
    entry("2024-12-30T00:00:00Z", "a"),
    entry("2024-07-01T12:00:00Z", "b"),
  ]);
  expect(counts.get("a")).toEqual([...new Array(23).fill(0), 2]);
  expect(counts.get("b")?.[12]).toBe(1);
  expect([...counts.keys()].toSorted()).toEqual(["a", "b"]);
});

test("entries of one moment, and none at all", () => {
  expect(countsOverTime([entry("2024-01-01T00:00:00Z", "a")]).get("a")?.[0]).toBe(1);
  expect(countsOverTime([]).size).toBe(0);
});
