import type { TimelineStep } from "@cosmic/contract";

const DAY_MS = 86_400_000;

/** Days count as they stand in a calendar, so they are reckoned in UTC, where each has 24 hours. */
const toMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
const toDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const dayAfter = (day: string) => toDay(toMs(day) + DAY_MS);
export const dayBefore = (day: string) => toDay(toMs(day) - DAY_MS);

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The first day of the step that follows the one beginning with this day. */
export function nextStep(day: string, step: TimelineStep): string {
  const date = new Date(toMs(day));
  switch (step) {
    case "day":
      return dayAfter(day);
    case "week":
      return toDay(toMs(day) + 7 * DAY_MS);
    case "month":
      return toDay(date.setUTCMonth(date.getUTCMonth() + 1));
    case "year":
      return toDay(date.setUTCFullYear(date.getUTCFullYear() + 1));
  }
}

/** How many steps there are from one to another, about. */
export function stepsBetween(first: string, last: string, step: TimelineStep): number {
  const days = { day: 1, week: 7, month: 30.44, year: 365.25 }[step];
  return (toMs(last) - toMs(first)) / DAY_MS / days + 1;
}
