/** The slope of a log-linear model, with its 95 % interval. */
export interface Slope {
  estimate: number;
  low: number;
  high: number;
}

const ROUNDS = 50;
const CLOSE_ENOUGH = 1e-9;

/**
 * Fits log(count) = a + slope × time + log(exposure) by Newton's method. The interval is that of Student's t on the
 * standard error, scaled by Pearson's χ² / degrees of freedom where that is above 1 (McCullagh and Nelder 1989).
 *
 * @param exposure places where it is 0 are left out
 * @returns `undefined` where there is no finite fit
 */
export function fitLogLinear(
  counts: Float64Array,
  exposure: Float64Array,
  time: Float64Array,
): Slope | undefined {
  const used = Array.from(counts.keys()).filter((i) => (exposure[i] ?? 0) > 0);
  const sumOf = (values: Float64Array) => used.reduce((sum, i) => sum + (values[i] ?? 0), 0);
  const freedom = used.length - 2;
  if (freedom < 1 || sumOf(counts) === 0) return undefined;
  let level = Math.log(sumOf(counts) / sumOf(exposure));
  let slope = 0;
  let error = Number.NaN;
  let scatter = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const sums = { w: 0, wt: 0, wtt: 0, r: 0, rt: 0, pearson: 0 };
    for (const i of used) {
      const t = time[i] ?? 0;
      const expected = (exposure[i] ?? 0) * Math.exp(level + slope * t);
      const residual = (counts[i] ?? 0) - expected;
      sums.w += expected;
      sums.wt += expected * t;
      sums.wtt += expected * t * t;
      sums.r += residual;
      sums.rt += residual * t;
      sums.pearson += (residual * residual) / expected;
    }
    const determinant = sums.w * sums.wtt - sums.wt * sums.wt;
    if (!(determinant > 0)) return undefined;
    const stepSlope = (sums.w * sums.rt - sums.wt * sums.r) / determinant;
    level += (sums.wtt * sums.r - sums.wt * sums.rt) / determinant;
    slope += stepSlope;
    error = Math.sqrt(sums.w / determinant);
    scatter = Math.max(1, sums.pearson / freedom);
    if (Math.abs(stepSlope) < CLOSE_ENOUGH) break;
  }
  const half = studentQuantile(freedom) * error * Math.sqrt(scatter);
  return Number.isFinite(slope + half)
    ? { estimate: slope, low: slope - half, high: slope + half }
    : undefined;
}

/** The 97.5 % quantile of Student's t, by the expansion of Cornish and Fisher; within 1 % from three degrees on. */
function studentQuantile(freedom: number): number {
  const z = 1.959964;
  const first = (z ** 3 + z) / (4 * freedom);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3);
  return z + first + second + third;
}
