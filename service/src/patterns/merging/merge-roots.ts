import { eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { themeSettings, themes } from "../tables.ts";

/** What the user merged: of a theme the one that it was made part of. */
export type Merges = ReadonlyMap<string, string>;

/**
 * For each theme the one that it shows as: the last one there is on its way from merge to merge. A theme that was
 * merged into one that is no more shows by itself.
 *
 * @param ids of the themes there are
 */
export function mergeRoots(ids: Iterable<string>, merges: Merges): Map<string, string> {
  const there = new Set(ids);
  return new Map([...there].map((id) => [id, rootOf(id, there, merges)]));
}

function rootOf(id: string, there: ReadonlySet<string>, merges: Merges): string {
  let root = id;
  for (const next of wayFrom(id, merges)) if (there.has(next)) root = next;
  return root;
}

/** All themes that this one is, directly or by another, part of; there or not. */
export function wayFrom(id: string, merges: Merges): string[] {
  const way: string[] = [];
  for (
    let next = merges.get(id);
    next !== undefined && next !== id && !way.includes(next);
    next = merges.get(next)
  )
    way.push(next);
  return way;
}

/** `mergeRoots` of the themes and merges of a user. */
export async function readRoots(db: Db, userId: string): Promise<Map<string, string>> {
  const rows = await db.select({ id: themes.id }).from(themes).where(eq(themes.userId, userId));
  return mergeRoots(
    rows.map(({ id }) => id),
    await readMerges(db, userId),
  );
}

export async function readMerges(db: Db, userId: string): Promise<Merges> {
  const rows = await db
    .select({ themeId: themeSettings.themeId, mergedInto: themeSettings.mergedInto })
    .from(themeSettings)
    .where(eq(themeSettings.userId, userId));
  return mergesOf(rows);
}

export function mergesOf(
  settings: readonly { themeId: string; mergedInto: string | null }[],
): Map<string, string> {
  return new Map(
    settings.flatMap(({ themeId, mergedInto }) => (mergedInto === null ? [] : [[themeId, mergedInto]])),
  );
}
