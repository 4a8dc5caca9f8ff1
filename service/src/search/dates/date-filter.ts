import { DAY_MS, type DayRange } from "./days.ts";
import type { TimeZone } from "./time-zone.ts";

/** Which moments belong to days of a time zone. All in milliseconds since 1970 UTC, both ends included. */
export interface DateFilter {
  /** What the index is asked for: at least all that belongs. Without one it is open on that side. */
  from?: number;
  to?: number;
  /** Exact. Undefined where all that the index finds belongs. */
  belongs?: (date: number) => boolean;
}

/**
 * An entry of which only the day is known is kept as the first moment of that day in UTC. It belongs to its day
 * wherever the reader is; moments belong to the day that the reader's clock shows.
 */
export function toDateFilter({ from, to }: DayRange, zone: TimeZone): DateFilter {
  const begins = from === undefined ? Number.NEGATIVE_INFINITY : zone.startOf(from);
  const ends = to === undefined ? Number.POSITIVE_INFINITY : zone.startOf(to + DAY_MS) - 1;
  const lastDay = to ?? Number.POSITIVE_INFINITY;
  const firstDay = from ?? Number.NEGATIVE_INFINITY;
  const isDay = (date: number) => date % DAY_MS === 0;
  const sameEverywhere =
    (from === undefined || begins === from) && (to === undefined || ends === to + DAY_MS - 1);
  return {
    ...(from === undefined ? {} : { from: Math.min(from, begins) }),
    ...(to === undefined ? {} : { to: Math.max(to, ends) }),
    ...(sameEverywhere
      ? {}
      : {
          belongs: (date: number) =>
            isDay(date) ? date >= firstDay && date <= lastDay : date >= begins && date <= ends,
        }),
  };
}
