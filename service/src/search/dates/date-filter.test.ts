import { describe, expect, it } from "vitest";
import { toDateFilter } from "./date-filter.ts";
import { openTimeZone } from "./time-zone.ts";

const day = (text: string) => Date.parse(text);
const FIRST_OF_JULY = { from: day("2024-07-01"), to: day("2024-07-01") };

describe("the days of a time zone as a filter", () => {
  it("are those of UTC, with nothing left to check", () => {
    expect(toDateFilter(FIRST_OF_JULY, openTimeZone("UTC"))).toEqual({
      from: day("2024-07-01"),
      to: day("2024-07-01T23:59:59.999Z"),
    });
  });

  it.each([
    ["America/New_York", "2024-07-01T04:00:00.001Z", "2024-07-02T03:59:59.999Z"],
    ["Europe/Berlin", "2024-06-30T22:00:00.001Z", "2024-07-01T21:59:59.999Z"],
  ])("in %s hold moments by its clock, and entries of a day by their day", (name, first, last) => {
    const { from = 0, to = 0, belongs } = toDateFilter(FIRST_OF_JULY, openTimeZone(name));
    const found = (text: string) => day(text) >= from && day(text) <= to && belongs?.(day(text));
    expect([first, last, "2024-07-01"].map(found)).toEqual([true, true, true]);
    const outside = [day(first) - 2, day(last) + 1].map((moment) => new Date(moment).toISOString());
    expect([...outside, "2024-06-30", "2024-07-02"].map(found)).not.toContain(true);
  });

  it("may be open on one side", () => {
    const { from, to, belongs } = toDateFilter({ from: day("2024-07-01") }, openTimeZone("Asia/Tokyo"));
    expect(to).toBeUndefined();
    expect(from).toBe(day("2024-06-30T15:00:00Z"));
    expect([belongs?.(day("2030-01-01")), belongs?.(day("2024-06-30T14:00:00Z"))]).toEqual([true, false]);
  });
});
