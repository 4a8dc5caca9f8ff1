import type { Timeline, TimelineStep } from "@cosmic/contract/insights";
import { addDays, type Day } from "../dates/days.ts";
import { monthInWords, shortDate, shortMonth } from "../dates/words.ts";
import { searchAddress } from "../search/filters.ts";

/** Moods that have a row of their own; the most frequent ones. */
const MOST_MOODS = 10;

/** One of several steps in time. */
interface Period {
  /** Its first day. */
  start: string;
}

export interface Column<P extends Period> {
  start: string;
  /** Left edge and width, in pixels. */
  x: number;
  width: number;
  period: P;
  /** Written below it, if there is room. */
  label: string | undefined;
}

/** The least distance of two labels, in pixels. */
const LABEL = 44;
const IN_A_YEAR = { day: 365, week: 52, month: 12, year: 1 };

/** Where each period stands. Labels keep a distance that they can be read at. */
export function columnsOf<P extends Period>(
  periods: readonly P[],
  step: TimelineStep,
  left: number,
  width: number,
): Column<P>[] {
  const wide = (width - left) / periods.length;
  const onlyYears = wide * IN_A_YEAR[step] < 2 * LABEL;
  let labelled = Number.NEGATIVE_INFINITY;
  return periods.map((period, i) => {
    const x = left + i * wide;
    const text = axisLabel(period.start, onlyYears ? "year" : step, i === 0);
    const first = !onlyYears || beginsYear(period.start, periods[i - 1]?.start);
    const room = first && text !== undefined && x - labelled >= LABEL && x + 32 <= width;
    if (room) labelled = x;
    return { start: period.start, x, width: wide, period, label: room ? text : undefined };
  });
}

const beginsYear = (start: string, before: string | undefined) => start.slice(0, 4) !== before?.slice(0, 4);

function axisLabel(start: string, step: TimelineStep, first: boolean): string | undefined {
  const [year, month, day] = start.split("-");
  if (step === "year") return year;
  if (first || (month === "01" && (step === "month" || Number(day) <= 7))) return year;
  return step === "month" || Number(day) <= 7 ? shortMonth(start) : undefined;
}

export function topMoods({ moods }: Timeline): string[] {
  return Object.entries(moods)
    .sort(([a, i], [b, j]) => j - i || a.localeCompare(b))
    .slice(0, MOST_MOODS)
    .map(([mood]) => mood);
}

export function periodInWords(start: string, step: TimelineStep): string {
  switch (step) {
    case "year":
      return start.slice(0, 4);
    case "month":
      return monthInWords(start.slice(0, 7));
    case "week":
      return `Week of ${shortDate(`${start}T12:00:00`)}`;
    case "day":
      return shortDate(`${start}T12:00:00`);
  }
}

/** Where the entries of a step in time are read. */
export function addressOfPeriod(start: Day, step: TimelineStep): string {
  switch (step) {
    case "year":
      return searchAddress({ from: start, to: `${start.slice(0, 4)}-12-31` });
    case "month":
      return `/journal?month=${start.slice(0, 7)}`;
    case "week":
      return searchAddress({ from: start, to: addDays(start, 6) });
    case "day":
      return searchAddress({ from: start, to: start });
  }
}

/** Radius of a dot whose area grows with the count. */
export function radiusOf(count: number, most: number, largest: number): number {
  return count === 0 ? 0 : Math.max(1.75, largest * Math.sqrt(count / most));
}
