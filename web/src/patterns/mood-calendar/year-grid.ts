import type { Timeline } from "@cosmic/contract/insights";
import type { Day } from "../../dates/days.ts";

type Period = Timeline["results"][number];

export interface DayCell {
  day: Day;
  /** Entries of the day. */
  count: number;
  /** As they were noted, the most frequent first. */
  moods: string[];
}

/** Twelve rows with 31 places each; those without a day are undefined. */
export function yearGrid(year: number, periods: readonly Period[]): (DayCell | undefined)[][] {
  const byDay = new Map(periods.map((period) => [period.start, period]));
  return Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return Array.from({ length: 31 }, (__, i) => {
      if (i >= length) return undefined;
      const day = `${year}-${pad(month + 1)}-${pad(i + 1)}`;
      const { count = 0, moods = {} } = byDay.get(day) ?? {};
      return { day, count, moods: byFrequency(moods) };
    });
  });
}

/** More of them have one sign together. */
const MOST_SIGNS = 12;

/** Index of the sign of each mood, the same in every year: by how often it is noted in all. */
export function moodSigns(moods: Timeline["moods"]): Map<string, number> {
  return new Map(
    byFrequency(moods)
      .slice(0, MOST_SIGNS)
      .map((mood, i) => [mood, i]),
  );
}

const byFrequency = (moods: Record<string, number>): string[] =>
  Object.entries(moods)
    .sort(([a, i], [b, j]) => j - i || a.localeCompare(b))
    .map(([mood]) => mood);

const pad = (number: number) => String(number).padStart(2, "0");

const STEPS = new Map<string, [rows: number, columns: number]>([
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
]);

/** The day that a key leads to from another one, within the year. */
export function dayAfterKey(
  key: string,
  day: Day,
  grid: readonly (readonly (DayCell | undefined)[])[],
): Day | undefined {
  const [row, column] = [Number(day.slice(5, 7)) - 1, Number(day.slice(8)) - 1];
  if (key === "Home") return grid[row]?.[0]?.day;
  if (key === "End") return grid[row]?.findLast((cell) => cell !== undefined)?.day;
  const step = STEPS.get(key);
  if (!step) return undefined;
  const [rows, columns] = step;
  const days = grid.flat().flatMap((cell) => cell?.day ?? []);
  if (rows === 0) return days[days.indexOf(day) + columns];
  const next = grid[row + rows];
  // The 31st of a month that has fewer days is its last.
  return next?.slice(0, column + 1).findLast((cell) => cell !== undefined)?.day;
}
