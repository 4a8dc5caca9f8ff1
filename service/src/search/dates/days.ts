/** A day of the calendar, wherever it is: its first moment in UTC, in milliseconds since 1970. */
export type Day = number;

/** Days from the first to the last, both included; without one it is open on that side. */
export interface DayRange {
  from?: Day;
  to?: Day;
}

/** A range with both ends. */
export type ClosedRange = Required<DayRange>;

export const DAY_MS = 86_400_000;

/** @param month from 1; months and days beyond those of the calendar roll over, as 0 for the last of the month before */
export function dayOf(year: number, month: number, day: number): Day {
  return Date.UTC(year, month - 1, day);
}

export function yearOf(day: Day): number {
  return new Date(day).getUTCFullYear();
}

/** Such as `2026-01-31`. */
export function isoDay(day: Day): string {
  return new Date(day).toISOString().slice(0, 10);
}

export function wholeYear(year: number): ClosedRange {
  return { from: dayOf(year, 1, 1), to: dayOf(year, 12, 31) };
}

export function wholeMonth(year: number, month: number): ClosedRange {
  return { from: dayOf(year, month, 1), to: dayOf(year, month + 1, 0) };
}

/** Monday to Sunday, as ISO 8601 has it. */
export function wholeWeek(day: Day): ClosedRange {
  const monday = day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS;
  return { from: monday, to: monday + 6 * DAY_MS };
}

/** The latest of those that come back every year which has begun by a day. */
export function latestBegun(ofYear: (year: number) => ClosedRange, today: Day): ClosedRange {
  const thisYear = ofYear(yearOf(today));
  return thisYear.from <= today ? thisYear : ofYear(yearOf(today) - 1);
}

/** The latest of those that come back every year which was over before a day. */
export function latestEnded(ofYear: (year: number) => ClosedRange, today: Day): ClosedRange {
  const begun = latestBegun(ofYear, today);
  return begun.to < today ? begun : ofYear(yearOf(begun.from) - 1);
}
