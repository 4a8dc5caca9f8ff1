import type { ThemePlace } from "./identity/join-theme.ts";
import type { Place } from "./map/align.ts";
import type { MoodAssociation } from "./moods/mood-associations.ts";
import type { Trend } from "./trends/trend.ts";

/** One document of the user, with what themes are made of. */
export interface ThemeDocument {
  id: string;
  /** Unit length; all of one model. */
  vector: Float32Array;
  text: string;
  /** When it was written, in milliseconds since 1970 UTC. */
  date: number | undefined;
  mood: string | undefined;
}

/** What a run needs of the one before. */
export interface PreviousThemes {
  /** The theme of every document of that run that was in one; who has merged themes since gives the joined id. */
  members: readonly Pick<ThemeMember, "documentId" | "themeId">[];
  /** The place of every document of that run, in a theme or not. */
  map: readonly MapPosition[];
}

/** What a run found, in rows as they can be stored: themes, their members, places on the map. */
export interface FoundThemes {
  /** `not_enough`: too few documents for themes; everything else is then empty. */
  status: "found" | "not_enough";
  /** Documents that were looked at. */
  documents: number;
  /** Largest theme first. */
  themes: Theme[];
  /** Themes that are near to each other. */
  groups: ThemeGroup[];
  /** Documents that are in a theme; all others are outliers. */
  members: ThemeMember[];
  map: MapPosition[];
  /** What became of the themes of the run before, and where those of this run come from. */
  changes: ThemeChange[];
}

export interface Theme extends ThemePlace, Place {
  /** The first words, such as "sleep, night shift, tired"; no two themes of a run have the same. */
  label: string;
  /** Words and phrases that set it apart from the other themes, the best first. */
  terms: ThemeTerm[];
  /** Its place in `groups`. */
  group: number;
  /** Documents. */
  size: number;
  representatives: Representative[];
  trend: Trend;
  moods: MoodAssociation[];
  /** Of dated documents, in milliseconds since 1970 UTC. */
  firstSeen: number | undefined;
  lastSeen: number | undefined;
}

export interface ThemeGroup {
  label: string;
  /** Ids of its themes. */
  themes: string[];
}

export interface ThemeTerm {
  /** As it is mostly written. */
  text: string;
  weight: number;
  /** Documents of the theme that have it. */
  documents: number;
}

/** A sentence that stands for the theme: UTF-16 code units into the document's text, end exclusive. */
export interface Representative {
  documentId: string;
  start: number;
  end: number;
  /** Of the document, or of the sentence where sentences were embedded, with the centroid. */
  cosine: number;
}

export interface ThemeMember {
  documentId: string;
  themeId: string;
  /** With the centroid. */
  cosine: number;
  /** How firmly the density clustering holds it, 0 to 1; undefined where it joined by nearness alone. */
  probability: number | undefined;
}

export interface MapPosition extends Place {
  documentId: string;
}

export type ThemeChange =
  | { kind: "kept"; themeId: string; overlap: number }
  | { kind: "new"; themeId: string }
  /** A new theme whose documents were mostly in one that goes on beside it, or is no more. */
  | { kind: "split"; themeId: string; from: string }
  /** A theme of the run before whose documents are now mostly in another. */
  | { kind: "merged"; themeId: string; into: string }
  | { kind: "gone"; themeId: string };
