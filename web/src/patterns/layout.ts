import type { Timeline, TimelineStep } from "@cosmic/contract/insights";
import { monthInWords, shortDate, shortMonth } from "../dates/words.ts";

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

/** Where each period stands. Labels keep a distance that they can be read at. */
export function columnsOf<P extends Period>(
  periods: readonly P[],
  step: TimelineStep,
  left: number,
  width: number,
): Column<P>[] {
  const wide = (width - left) / periods.length;
  let labelled = Number.NEGATIVE_INFINITY;
  return periods.map((period, i) => {
    const x = left + i * wide;
    const text = axisLabel(period.start, step, i === 0);
    const room = text !== undefined && x - labelled >= 44 && x + 32 <= width;
    if (room) labelled = x;
    return { start: period.start, x, width: wide, period, label: room ? text : undefined };
  });
}

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

/** Radius of a dot whose area grows with the count. */
export function radiusOf(count: number, most: number, largest: number): number {
  return count === 0 ? 0 : Math.max(1.75, largest * Math.sqrt(count / most));
}
