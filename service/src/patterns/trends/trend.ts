import { fitLogLinear } from "./log-linear.ts";

/** How a theme's share of all that was written has changed. */
export interface Trend {
  /**
   * `rising` and `fading` where the whole interval is on one side of 1, `steady` where it is not, `unknown` where too
   * little was written, or over too short a time, to say anything.
   */
  direction: "rising" | "steady" | "fading" | "unknown";
  /** The share is so many times as large after a year; 1 is no change. */
  factorPerYear: number | undefined;
  /** Bounds of its 95 % interval. */
  low: number | undefined;
  high: number | undefined;
}

const DAY = 86_400_000;
const YEAR = 365.25 * DAY;
const LEAST_DOCUMENTS = 8;
const LEAST_SPAN = 56 * DAY;
const LEAST_PERIODS = 6;
const MOST_PERIODS = 120;
const PERIOD = YEAR / 12;

const UNKNOWN: Trend = { direction: "unknown", factorPerYear: undefined, low: undefined, high: undefined };

/**
 * The trend by a log-linear model of counts in periods of equal length, with the logarithm of all entries of the
 * period as offset: that more is written in some months than in others is no trend. The interval grows where counts
 * scatter more than chance alone would make them (quasi-Poisson).
 *
 * @param dates of the theme's documents, milliseconds
 * @param allDates of all documents, those of the theme too
 */
export function trendOf(dates: readonly number[], allDates: readonly number[]): Trend {
  const first = allDates.reduce((least, date) => Math.min(least, date), Number.POSITIVE_INFINITY);
  const last = allDates.reduce((most, date) => Math.max(most, date), Number.NEGATIVE_INFINITY);
  const span = last - first;
  if (dates.length < LEAST_DOCUMENTS || !(span >= LEAST_SPAN)) return UNKNOWN;

  const periods = Math.max(LEAST_PERIODS, Math.min(MOST_PERIODS, Math.round(span / PERIOD)));
  const length = span / periods;
  const counts = countIn(dates, first, length, periods);
  const totals = countIn(allDates, first, length, periods);
  const years = Float64Array.from(counts, (_, period) => ((period + 0.5 - periods / 2) * length) / YEAR);
  const slope = fitLogLinear(counts, totals, years);
  if (!slope) return UNKNOWN;
  const { estimate, low, high } = slope;
  return {
    direction: low > 0 ? "rising" : high < 0 ? "fading" : "steady",
    factorPerYear: Math.exp(estimate),
    low: Math.exp(low),
    high: Math.exp(high),
  };
}

function countIn(dates: readonly number[], first: number, length: number, periods: number): Float64Array {
  const counts = new Float64Array(periods);
  for (const date of dates) {
    const period = Math.min(periods - 1, Math.floor((date - first) / length));
    counts[period] = (counts[period] ?? 0) + 1;
  }
  return counts;
}
