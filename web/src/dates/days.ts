/** Days and months as text, in the time zone of the reader: `2026-03-01` and `2026-03`. */
export type Day = string;
export type Month = string;

const DAY_MS = 86_400_000;

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function dayOf(moment: string | Date): Day {
  const date = new Date(moment);
  return `${monthOf(date)}-${pad(date.getDate())}`;
}

export function monthOf(moment: string | Date): Month {
  const date = new Date(moment);
  return `${String(date.getFullYear()).padStart(4, "0")}-${pad(date.getMonth() + 1)}`;
}

export const today = (): Day => dayOf(new Date());

export function isDay(text: string | null | undefined): text is Day {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  return dayOf(startOfDay(text)) === text;
}

export function isMonth(text: string | null | undefined): text is Month {
  return isDay(`${text}-01`);
}

export function startOfDay(day: Day): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

/** The last millisecond: ranges of the API contain their ends. */
export function endOfDay(day: Day): Date {
  const start = startOfDay(day);
  return new Date(new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1).getTime() - 1);
}

export function monthRange(month: Month): { date_from: string; date_to: string } {
  const start = startOfDay(`${month}-01`);
  const next = new Date(start.getFullYear(), start.getMonth() + 1, 1);
  return { date_from: start.toISOString(), date_to: new Date(next.getTime() - 1).toISOString() };
}

export function addMonths(month: Month, count: number): Month {
  const start = startOfDay(`${month}-01`);
  return monthOf(new Date(start.getFullYear(), start.getMonth() + count, 1));
}

/** @param days 0 for the day itself; works across changes of the clock */
export function addDays(day: Day, days: number): Day {
  const start = startOfDay(day);
  return dayOf(new Date(start.getFullYear(), start.getMonth(), start.getDate() + days));
}

/** A moment on this day: now if it is today, noon otherwise. */
export function momentOn(day: Day, now = new Date()): Date {
  return day === dayOf(now) ? now : new Date(startOfDay(day).getTime() + DAY_MS / 2);
}

const pad = (number: number) => String(number).padStart(2, "0");
