import { setImmediate } from "node:timers/promises";
import { mulberry32 } from "../../patterns/seeded-random.ts";
import { percentile } from "./percentile.ts";

const RESAMPLES = 10_000;
const SEED = 1;
/** Others of the process have their turn after so many milliseconds. */
const TURN_MS = 10;

export interface Estimate {
  mean: number;
  /** Bounds of the 95 % interval. */
  low: number;
  high: number;
}

/** A figure of a sample, told how often each item was drawn. */
export type Statistic = (drawn: Uint32Array) => number;

export interface Resampled {
  /** Of the items as they are. */
  value: number;
  /** Bounds of the 95 % interval. */
  low: number;
  high: number;
  /** Two-sided, that the figure is 0; says something of differences only. */
  p: number;
}

/**
 * The mean with its percentile bootstrap interval (Efron 1979): the mean of 10,000 samples drawn from the values with
 * replacement, between the places 2.5 % and 97.5 %. The same values give the same interval. Of differences that belong
 * to the same queries, it is the paired bootstrap.
 *
 * @param values at least one
 */
export function estimateMean(values: readonly number[]): Estimate {
  const figures = [...resample(values.length, meanStatistic(values), RESAMPLES)];
  return { mean: meanOf(values), ...intervalOf(figures) };
}

/**
 * The same for any statistic, without keeping the process from its other work.
 *
 * @param size how many items there are; at least one
 * @throws the signal's reason
 */
export async function bootstrap(
  size: number,
  statistic: Statistic,
  { resamples = RESAMPLES, signal }: { resamples?: number; signal?: AbortSignal } = {},
): Promise<Resampled> {
  const figures: number[] = [];
  let turn = performance.now();
  for (const figure of resample(size, statistic, resamples)) {
    figures.push(figure);
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    turn = performance.now();
  }
  const value = statistic(new Uint32Array(size).fill(1));
  return { value, ...intervalOf(figures), p: twoSidedP(figures) };
}

export const meanStatistic =
  (values: readonly number[]): Statistic =>
  (drawn) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += (drawn[i] ?? 0) * (values[i] ?? 0);
    return sum / values.length;
  };

export const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a difference: whether its 95 % interval is on one side. */
export const excludesZero = ({ low, high }: Pick<Estimate, "low" | "high">) => low > 0 || high < 0;

function* resample(size: number, statistic: Statistic, resamples: number): Generator<number> {
  const random = mulberry32(SEED);
  const drawn = new Uint32Array(size);
  for (let i = 0; i < resamples; i++) {
    drawn.fill(0);
    for (let j = 0; j < size; j++) {
      const item = Math.floor(random() * size);
      drawn[item] = (drawn[item] ?? 0) + 1;
    }
    yield statistic(drawn);
  }
}

const intervalOf = (figures: readonly number[]) => ({
  low: percentile(figures, 0.025),
  high: percentile(figures, 0.975),
});

/**
 * Twice the share of samples on the rarer side of 0 (Efron and Tibshirani 1993, chapter 15), never 0: ten thousand
 * samples cannot say more than one in ten thousand.
 */
function twoSidedP(figures: readonly number[]): number {
  const below = figures.filter((figure) => figure <= 0).length;
  const above = figures.filter((figure) => figure >= 0).length;
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (figures.length + 1));
}
