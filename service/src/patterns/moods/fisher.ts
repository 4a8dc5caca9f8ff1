/** What was counted: with the mood or without it, in the theme or elsewhere. */
export interface Table {
  inWith: number;
  inWithout: number;
  outWith: number;
  outWithout: number;
}

/** Tables that are this little more likely count as equally likely: rounding. */
const TOLERANCE = 1 + 1e-7;

/** Fisher's exact test, two-sided: how likely a table is, or one less likely, if theme and mood had nothing in common. */
export function fisherExact({ inWith, inWithout, outWith, outWithout }: Table): number {
  const inside = inWith + inWithout;
  const outside = outWith + outWithout;
  const moods = inWith + outWith;
  const logLikelihood = (a: number) =>
    logChoose(inside, a) + logChoose(outside, moods - a) - logChoose(inside + outside, moods);
  const seen = Math.exp(logLikelihood(inWith));
  let p = 0;
  for (let a = Math.max(0, moods - outside); a <= Math.min(inside, moods); a++) {
    const likely = Math.exp(logLikelihood(a));
    if (likely <= seen * TOLERANCE) p += likely;
  }
  return Math.min(1, p);
}

const logFactorials = [0, 0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++)
    logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i));
  return logFactorials[n] ?? 0;
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
