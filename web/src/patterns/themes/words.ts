import type { Patterns, Theme } from "@cosmic/contract/patterns";

/** What a theme is called: as its user named it, or else as it was found. */
export const nameOf = ({ name, label }: Pick<Theme, "name" | "label">): string => name ?? label;

export function trendInWords({ direction, factor, interval }: Theme["trend"]): string {
  if (direction === "unknown" || factor === null) return "too few entries for a trend";
  const range = interval ? ` (${changeInWords(interval[0])} to ${changeInWords(interval[1])})` : "";
  return `${direction}: ${changeInWords(factor)} a year${range}`;
}

/** From here on a multiple says more than a percentage. */
const MULTIPLE = 4;

/** @param factor by what something is multiplied; 1 is no change */
export function changeInWords(factor: number): string {
  if (factor >= MULTIPLE)
    return `×${factor >= 1_000 ? "1,000 or more" : factor.toFixed(factor < 10 ? 1 : 0)}`;
  const percent = Math.round(100 * (factor - 1));
  return `${percent > 0 ? "+" : percent < 0 ? "−" : "±"}${Math.abs(percent)} %`;
}

/** Moods that stand with a theme more often or less often than with other entries; undefined if none does. */
export function moodsInWords(moods: Theme["moods"]): string | undefined {
  const named = (direction: "more" | "less") =>
    moods.filter((mood) => mood.direction === direction).map(({ mood }) => mood);
  const [more, less] = [named("more"), named("less")];
  const parts = [
    more.length > 0 && `more often ${more.join(", ")}`,
    less.length > 0 && `less often ${less.join(", ")}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join("; ") : undefined;
}

export interface ThemeSection {
  /** Undefined where all themes stand together. */
  heading: string | undefined;
  themes: Theme[];
}

/** Fewer themes are seen at a glance. */
const MANY = 8;

/** The themes to be listed, under headings if there are many; sections and themes with the largest first. */
export function sectionsOf(themes: readonly Theme[], groups: Patterns["groups"]): ThemeSection[] {
  const byGroup = [...Map.groupBy(themes, ({ group }) => group)];
  if (themes.length <= MANY || byGroup.length < 2) return [{ heading: undefined, themes: [...themes] }];
  return byGroup
    .map(([group, members]) => ({ heading: groups[group]?.label, themes: members }))
    .toSorted((a, b) => documentsOf(b) - documentsOf(a));
}

const documentsOf = ({ themes }: ThemeSection) => themes.reduce((sum, { documents }) => sum + documents, 0);
