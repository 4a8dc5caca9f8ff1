import { mergesOf, wayFrom } from "./merge-roots.ts";

export interface MergeSetting {
  themeId: string;
  name: string | null;
  mergedInto: string | null;
}

/**
 * What of the user's settings has to change when a theme is gone that others were merged into. Its successor is the
 * theme that has most of its documents, or else the largest of its parts; the other parts are merged into that one,
 * which takes on the name unless it has its own.
 *
 * @param sizes of the themes there are
 * @param into for themes that are gone now, the one that has most of their documents
 */
export function keptMerges(
  settings: readonly MergeSetting[],
  sizes: ReadonlyMap<string, number>,
  into: ReadonlyMap<string, string | null>,
): MergeSetting[] {
  const names = new Map(settings.map(({ themeId, name }) => [themeId, name]));
  const merges = mergesOf(settings);
  const changed = new Set<string>();
  const ends = new Set([...merges.values()].filter((id) => !merges.has(id) && !sizes.has(id)));
  for (const end of ends) {
    const parts = [...sizes.keys()].filter((id) => wayFrom(id, merges).at(-1) === end);
    const heads = parts.filter((id) => !wayFrom(id, merges).some((next) => sizes.has(next)));
    const heir = into.get(end) ?? largest(heads, sizes);
    if (heir === undefined || !sizes.has(heir)) continue;
    for (const id of heads) merges.set(id, heir);
    // Else it would be part of itself.
    if (parts.includes(heir)) merges.delete(heir);
    names.set(heir, names.get(heir) ?? names.get(end) ?? null);
    for (const id of [...heads, heir]) changed.add(id);
  }
  return [...changed].map((themeId) => ({
    themeId,
    name: names.get(themeId) ?? null,
    mergedInto: merges.get(themeId) ?? null,
  }));
}

function largest(ids: readonly string[], sizes: ReadonlyMap<string, number>): string | undefined {
  const size = (id: string) => sizes.get(id) ?? 0;
  return ids.toSorted((a, b) => size(b) - size(a) || (a < b ? -1 : 1))[0];
}
