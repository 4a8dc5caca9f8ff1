import type { TimelineStep } from "@cosmic/contract";

const DAY_MS = 86_400_000;

/** Days as they stand in a calendar. They are reckoned in UTC, where each has 24 hours. */
export const dayOfNumber = (number: number) => toDay(number * DAY_MS);
export const numberOfDay = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

const toDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The first day of the step that a day is in; weeks begin on Monday. */
export function stepOf(number: number, step: TimelineStep): string {
  const day = dayOfNumber(number);
  switch (step) {
    case "day":
      return day;
    case "week":
      // The first day of 1970 was a Thursday.
      return dayOfNumber(number - ((((number + 3) % 7) + 7) % 7));
    case "month":
      return `${day.slice(0, 7)}-01`;
    case "year":
      return `${day.slice(0, 4)}-01-01`;
  }
}

/** The first day of the step that follows the one beginning with this day. */
export function nextStep(day: string, step: TimelineStep): string {
  const number = numberOfDay(day);
  // Longer than the step and shorter than two.
  const length = { day: 1, week: 7, month: 31, year: 366 }[step];
  return stepOf(number + length, step);
}

/** How many steps there are from one to another, about. */
export function stepsBetween(first: string, last: string, step: TimelineStep): number {
  const days = { day: 1, week: 7, month: 30.44, year: 365.25 }[step];
  return (numberOfDay(last) - numberOfDay(first)) / days + 1;
}
