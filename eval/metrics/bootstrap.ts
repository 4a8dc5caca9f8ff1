import { percentile } from "../../bench/report.ts";
import { mulberry32 } from "../../service/src/patterns/seeded-random.ts";

const RESAMPLES = 10_000;
const SEED = 1;

export interface Estimate {
  mean: number;
  /** Bounds of the 95 % interval. */
  low: number;
  high: number;
}

/**
 * The mean with its percentile bootstrap interval (Efron 1979): the mean of 10,000 samples drawn from the values with
 * replacement, between the places 2.5 % and 97.5 %. The same values give the same interval. Of differences that belong
 * to the same queries, it is the paired bootstrap.
 *
 * @param values at least one
 */
export function estimateMean(values: readonly number[]): Estimate {
  const random = mulberry32(SEED);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  });
  return { mean: meanOf(values), low: percentile(means, 0.025), high: percentile(means, 0.975) };
}

export const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a difference: whether its 95 % interval is on one side. */
export const excludesZero = ({ low, high }: Pick<Estimate, "low" | "high">) => low > 0 || high < 0;
