import { adjustForMany } from "./false-discovery.ts";
import { fisherExact, type Table } from "./fisher.ts";

/**
 * A mood that is noted more often, or less often, with entries of a theme than with others. It says what stands
 * together, not why, and nothing about the health of anyone.
 */
export interface MoodAssociation {
  mood: string;
  direction: "more" | "less";
  /** Documents of the theme with this mood. */
  documents: number;
  /** Of the theme's documents that have a mood, the share with this one; and of all others. */
  share: number;
  shareElsewhere: number;
  /** Odds in the theme / odds elsewhere, with its 95 % interval; half a document is added to every count. */
  oddsRatio: number;
  low: number;
  high: number;
  /** Fisher's exact test, adjusted for all themes and moods that were looked at. */
  p: number;
}

/** Documents with a mood that a theme must have, and documents that a mood must have. */
const LEAST_SUPPORT = 8;
/** Documents of the theme with the mood that must be there, or that chance would have put there. */
const LEAST_TOGETHER = 4;
const MOST_FALSE = 0.05;

/**
 * Moods that go with each theme, the strongest first.
 *
 * @param themes for each document its theme from 0, or -1
 * @param moods for each document its mood, if it has one
 */
export function moodAssociations(
  themes: Int32Array,
  moods: readonly (string | undefined)[],
  count: number,
): MoodAssociation[][] {
  const tests = tablesOf(themes, moods, count).map((test) => ({ ...test, p: fisherExact(test.table) }));
  const adjusted = adjustForMany(tests.map(({ p }) => p));
  const found = Array.from({ length: count }, (): MoodAssociation[] => []);
  for (const [i, { theme, mood, table }] of tests.entries()) {
    const p = adjusted[i] ?? 1;
    if (p <= MOST_FALSE) found[theme]?.push({ mood, ...measure(table), p });
  }
  for (const associations of found) {
    associations.sort((a, b) => Math.abs(Math.log(b.oddsRatio)) - Math.abs(Math.log(a.oddsRatio)));
  }
  return found;
}

/** Every theme with every mood, where there is enough of both. */
function tablesOf(themes: Int32Array, moods: readonly (string | undefined)[], count: number) {
  const ofTheme = new Int32Array(count);
  const ofMood = new Map<string, number>();
  const together = new Map<string, Int32Array>();
  let all = 0;
  for (const [i, mood] of moods.entries()) {
    if (mood === undefined) continue;
    const theme = themes[i] ?? -1;
    all += 1;
    ofMood.set(mood, (ofMood.get(mood) ?? 0) + 1);
    if (theme < 0) continue;
    ofTheme[theme] = (ofTheme[theme] ?? 0) + 1;
    const counts = together.get(mood) ?? new Int32Array(count);
    counts[theme] = (counts[theme] ?? 0) + 1;
    together.set(mood, counts);
  }
  const tests: { theme: number; mood: string; table: Table }[] = [];
  for (const [mood, total] of [...ofMood].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [theme, size] of ofTheme.entries()) {
      const inWith = together.get(mood)?.[theme] ?? 0;
      const expected = (size * total) / all;
      if (size < LEAST_SUPPORT || total < LEAST_SUPPORT || Math.max(inWith, expected) < LEAST_TOGETHER)
        continue;
      const outWith = total - inWith;
      const inWithout = size - inWith;
      tests.push({ theme, mood, table: { inWith, inWithout, outWith, outWithout: all - total - inWithout } });
    }
  }
  return tests;
}

/** Odds ratio with the correction of Haldane and Anscombe, interval on the logarithm (Woolf). */
function measure({ inWith, inWithout, outWith, outWithout }: Table) {
  const [a, b, c, d] = [inWith + 0.5, inWithout + 0.5, outWith + 0.5, outWithout + 0.5];
  const logOdds = Math.log((a * d) / (b * c));
  const half = 1.959964 * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const direction: "more" | "less" = logOdds > 0 ? "more" : "less";
  return {
    direction,
    documents: inWith,
    share: inWith / (inWith + inWithout),
    shareElsewhere: outWith + outWithout === 0 ? 0 : outWith / (outWith + outWithout),
    oddsRatio: Math.exp(logOdds),
    low: Math.exp(logOdds - half),
    high: Math.exp(logOdds + half),
  };
}
