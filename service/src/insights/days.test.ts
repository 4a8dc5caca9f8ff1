import { describe, expect, it } from "vitest";
import { dayOfNumber, isLeapYear, nextStep, numberOfDay, stepOf } from "./days.ts";

describe("steps", () => {
  it.each([
    ["2026-01-31", "week", "2026-01-26", "2026-02-02"],
    ["2026-02-01", "week", "2026-01-26", "2026-02-02"],
    ["2026-02-02", "week", "2026-02-02", "2026-02-09"],
    ["1969-12-31", "week", "1969-12-29", "1970-01-05"],
    ["1970-01-01", "week", "1969-12-29", "1970-01-05"],
    ["2026-01-31", "month", "2026-01-01", "2026-02-01"],
    ["2024-02-29", "month", "2024-02-01", "2024-03-01"],
    ["2024-12-31", "month", "2024-12-01", "2025-01-01"],
    ["2024-12-31", "year", "2024-01-01", "2025-01-01"],
    ["2025-07-01", "year", "2025-01-01", "2026-01-01"],
    ["0099-07-01", "year", "0099-01-01", "0100-01-01"],
    ["2026-03-29", "day", "2026-03-29", "2026-03-30"],
  ] as const)("%s is in the %s from %s to before %s", (day, step, start, next) => {
    expect(stepOf(numberOfDay(day), step)).toBe(start);
    expect(nextStep(start, step)).toBe(next);
  });

  it("follow each other without a gap through a century", () => {
    for (const step of ["week", "month", "year"] as const) {
      let start = stepOf(numberOfDay("2000-01-01"), step);
      for (let n = numberOfDay("2000-01-01"); n < numberOfDay("2101-01-01"); n++) {
        const own = stepOf(n, step);
        if (own === start) continue;
        expect([own, dayOfNumber(n)]).toEqual([nextStep(start, step), own]);
        start = own;
      }
    }
  });
});

it("knows leap years", () => {
  expect([1900, 2000, 2023, 2024, 2100].map(isLeapYear)).toEqual([false, true, false, true, false]);
});
