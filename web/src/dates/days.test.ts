import { expect, test } from "vitest";
import {
  addDays,
  addMonths,
  dayOf,
  endOfDay,
  isDay,
  isMonth,
  momentOn,
  monthRange,
  startOfDay,
} from "./days.ts";

test("a day begins and ends in the time zone of the reader", () => {
  const start = startOfDay("2026-03-01");
  expect([start.getFullYear(), start.getMonth(), start.getDate(), start.getHours()]).toEqual([2026, 2, 1, 0]);
  expect(dayOf(endOfDay("2026-03-01"))).toBe("2026-03-01");
  expect(endOfDay("2026-03-01").getTime() + 1).toBe(startOfDay("2026-03-02").getTime());
});

test("a month goes to the last millisecond before the next", () => {
  const { date_from, date_to } = monthRange("2025-12");
  expect(dayOf(date_from)).toBe("2025-12-01");
  expect(dayOf(date_to)).toBe("2025-12-31");
  expect(Date.parse(date_to) + 1).toBe(Date.parse(monthRange("2026-01").date_from));
});

test("months and days are counted over the ends of years", () => {
  expect(addMonths("2025-12", 1)).toBe("2026-01");
  expect(addMonths("2026-01", -13)).toBe("2024-12");
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
});

test("what an address says is a day or it is not", () => {
  expect(isDay("2026-02-28")).toBe(true);
  for (const text of ["2026-02-30", "2026-2-3", "", "yesterday", null, undefined])
    expect(isDay(text)).toBe(false);
  expect(isMonth("2026-02")).toBe(true);
  expect(isMonth("2026-13")).toBe(false);
});

test("a new entry on another day than today is put at its noon", () => {
  const now = new Date(2026, 2, 5, 8, 30);
  expect(momentOn("2026-03-05", now)).toBe(now);
  expect(momentOn("2026-03-04", now).getHours()).toBe(12);
});
