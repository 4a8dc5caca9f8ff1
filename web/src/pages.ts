import { lazy } from "react";

const LOADERS = {
  journal: () => import("./journal/journal-page.tsx"),
  entry: () => import("./journal/entry-page.tsx"),
  editor: () => import("./journal/editor/editor-page.tsx"),
  search: () => import("./search/search-page.tsx"),
  patterns: () => import("./patterns/patterns-page.tsx"),
  map: () => import("./patterns/map/map-page.tsx"),
  theme: () => import("./patterns/theme/theme-page.tsx"),
  settings: () => import("./settings/settings-page.tsx"),
};

export const JournalPage = lazy(async () => ({ default: (await LOADERS.journal()).JournalPage }));
export const EntryPage = lazy(async () => ({ default: (await LOADERS.entry()).EntryPage }));
export const EditorPage = lazy(async () => ({ default: (await LOADERS.editor()).EditorPage }));
export const SearchPage = lazy(async () => ({ default: (await LOADERS.search()).SearchPage }));
export const PatternsPage = lazy(async () => ({ default: (await LOADERS.patterns()).PatternsPage }));
export const MapPage = lazy(async () => ({ default: (await LOADERS.map()).MapPage }));
export const ThemePage = lazy(async () => ({ default: (await LOADERS.theme()).ThemePage }));
export const SettingsPage = lazy(async () => ({ default: (await LOADERS.settings()).SettingsPage }));

/** Loads the other pages once this one is there: they open at once, and also without a network. */
export function loadOtherPages(): void {
  const load = () => {
    for (const page of Object.values(LOADERS)) page().catch(() => {});
  };
  if ("requestIdleCallback" in window) requestIdleCallback(load, { timeout: 5_000 });
  else setTimeout(load, 2_000);
}
