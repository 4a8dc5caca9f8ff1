import type { PatternMap, Patterns } from "@cosmic/contract/patterns";
import { nameOf } from "../themes/words.ts";
import type { Place } from "./view.ts";

export type MapEntry = PatternMap["results"][number];

/** A theme as the map shows it. */
export interface MapTheme extends Place {
  id: string;
  name: string;
  /** Index of its sign, that of its group. */
  sign: number;
  documents: number;
}

/** An entry on the map. Of a hidden theme nothing is said. */
export interface Dot extends Place {
  entry: MapEntry;
  theme: MapTheme | undefined;
}

/** Largest first. */
export function mapThemes({ themes }: Patterns): MapTheme[] {
  return themes
    .filter(({ hidden }) => !hidden)
    .map((theme) => ({
      id: theme.id,
      name: nameOf(theme),
      sign: theme.group,
      documents: theme.documents,
      x: theme.x,
      y: theme.y,
    }));
}

export function dotsOf({ results }: PatternMap, themes: readonly MapTheme[]): Dot[] {
  const byId = new Map(themes.map((theme) => [theme.id, theme]));
  return results.map((entry) => ({
    entry,
    theme: entry.theme_id === null ? undefined : byId.get(entry.theme_id),
    x: entry.x,
    y: entry.y,
  }));
}

/** Where an entry is read, if it is one of the journal. */
export const addressOf = ({ source_id }: { source_id: string | null }): string | undefined =>
  source_id === null ? undefined : `/journal/${source_id}`;
