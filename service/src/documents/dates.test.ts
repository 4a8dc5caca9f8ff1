import { describe, expect, it } from "vitest";
import { isDateOrTimestamp, toDate, toEndDate } from "./dates.ts";

describe("dates", () => {
  it.each(["2024-02-29", "2026-01-31T08:15:00Z", "2026-01-31T08:15:00.123+02:00", "2026-01-31T08:15-05:30"])(
    "takes %s",
    (text) => expect(isDateOrTimestamp(text)).toBe(true),
  );

  it.each([
    "2023-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-1-1",
    "yesterday",
    "2026-01-31T25:00:00Z",
    "2026-01-31T08:15",
    "2026-02-30T08:15:00Z",
    "0000-12-31",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "",
  ])("refuses %j", (text) => expect(isDateOrTimestamp(text)).toBe(false));

  it("reads a day as its first moment, and as its last where it ends a range", () => {
    expect(toDate("2026-01-31")?.toISOString()).toBe("2026-01-31T00:00:00.000Z");
    expect(toEndDate("2026-01-31")?.toISOString()).toBe("2026-01-31T23:59:59.999Z");
    expect(toDate(null)).toBeNull();
  });
});
