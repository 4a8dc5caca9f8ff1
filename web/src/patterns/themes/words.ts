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

/** Up to so many themes are read without headings. */
const MANY = 20;

/**
 * The themes to be listed, under headings if there are many; sections and themes with the largest first, and at the end
 * those that are in a group with no other.
 */
export function sectionsOf(themes: readonly Theme[], groups: Patterns["groups"]): ThemeSection[] {
  const byGroup = [...Map.groupBy(themes, ({ group }) => group)];
  const together = byGroup.filter(([, members]) => members.length > 1);
  if (themes.length <= MANY || byGroup.length < 2 || together.length === 0) {
    return [{ heading: undefined, themes: [...themes] }];
  }
  const sections = together
    .map(([group, members]) => ({ heading: groups[group]?.label, themes: members }))
    .toSorted((a, b) => documentsOf(b) - documentsOf(a));
  const others = byGroup.flatMap(([, members]) => (members.length === 1 ? members : []));
  return others.length === 0 ? sections : [...sections, { heading: "Each by itself", themes: others }];
}

const documentsOf = ({ themes }: ThemeSection) => themes.reduce((sum, { documents }) => sum + documents, 0);
