import { and, eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { mood } from "../../insights/local-day.ts";
import { moodAssociations } from "../moods/mood-associations.ts";
import { type DescribedTheme, moodRows, trendColumns } from "../runs/theme-rows.ts";
import { themeDocuments, themeMoods, themes } from "../tables.ts";
import { trendOf } from "../trends/trend.ts";
import { readRoots } from "./merge-roots.ts";

/**
 * Says anew of themes what depends on which others are merged into them: trend, moods, first and last seen.
 *
 * @param roots for each theme of the user the one that it shows as
 * @param wanted those to be described
 */
export async function describeMerged(
  tx: Db,
  userId: string,
  roots: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): Promise<void> {
  for (const theme of await describe(tx, userId, roots, wanted)) {
    await tx.update(themes).set(trendColumns(theme)).where(eq(themes.id, theme.id));
    const own = and(eq(themeMoods.userId, userId), eq(themeMoods.themeId, theme.id));
    await tx.delete(themeMoods).where(own);
    const moods = moodRows(userId, theme);
    if (moods.length > 0) await tx.insert(themeMoods).values(moods);
  }
}

/** After a run, which knows nothing of what the user merged. */
export async function describeAllMerged(tx: Db, userId: string): Promise<void> {
  const roots = await readRoots(tx, userId);
  const merged = [...roots].flatMap(([id, root]) => (id === root ? [] : root));
  if (merged.length > 0) await describeMerged(tx, userId, roots, new Set(merged));
}

async function describe(
  tx: Db,
  userId: string,
  roots: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): Promise<DescribedTheme[]> {
  const placed = await tx
    .select({ documentId: themeDocuments.documentId, themeId: themeDocuments.themeId })
    .from(themeDocuments)
    .where(eq(themeDocuments.userId, userId));
  const themeOf = new Map(placed.map(({ documentId, themeId }) => [documentId, themeId]));
  const rows = await tx
    .select({ id: documents.id, entryDate: documents.entryDate, createdAt: documents.createdAt, mood })
    .from(documents)
    .where(eq(documents.userId, userId));
  const shown = rows.filter(({ id }) => themeOf.has(id));

  const ids = [...new Set(roots.values())];
  const labelOf = new Map(ids.map((id, label) => [id, label]));
  const labels = Int32Array.from(
    shown,
    ({ id }) => labelOf.get(roots.get(themeOf.get(id) ?? "") ?? "") ?? -1,
  );
  const moods = moodAssociations(
    labels,
    shown.map((row) => row.mood ?? undefined),
    ids.length,
  );
  const dates = shown.map(({ entryDate, createdAt }) => (entryDate ?? createdAt).getTime());
  return ids.flatMap((id, label): DescribedTheme[] => {
    if (!wanted.has(id)) return [];
    const own = dates.filter((_, i) => labels[i] === label).sort((a, b) => a - b);
    return [
      { id, moods: moods[label] ?? [], trend: trendOf(own, dates), firstSeen: own[0], lastSeen: own.at(-1) },
    ];
  });
}
