import type { Theme } from "../themes.ts";

/** What is said of a theme that depends on its documents alone. */
export type DescribedTheme = Pick<Theme, "id" | "trend" | "moods" | "firstSeen" | "lastSeen">;

export function themeRow(userId: string, theme: Theme, change: "kept" | "new" | "split") {
  const { id, label, group, x, y, centroid, reach } = theme;
  return {
    ...{ id, userId, label, group, x, y, centroid, reach, change },
    terms: theme.terms.map(({ text }) => text),
    ...trendColumns(theme),
  };
}

export function trendColumns({ trend, firstSeen, lastSeen }: DescribedTheme) {
  return {
    trend: trend.direction,
    trendFactor: trend.factorPerYear ?? null,
    trendLow: trend.low ?? null,
    trendHigh: trend.high ?? null,
    firstSeen: toDate(firstSeen),
    lastSeen: toDate(lastSeen),
  };
}

const toDate = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));

export function moodRows(userId: string, { id: themeId, moods }: DescribedTheme) {
  return moods.map(({ mood, direction, documents, share, shareElsewhere }, ordinal) => ({
    ...{ userId, themeId, ordinal, mood, direction, documents, share, shareElsewhere },
  }));
}

export function sentenceRows(userId: string, { id: themeId, representatives }: Theme) {
  return representatives.map(({ documentId, start, end }, ordinal) => ({
    ...{ userId, themeId, ordinal, documentId, start, end },
  }));
}
