import type { Theme } from "@cosmic/contract";
import { count, eq, getTableColumns } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { CosmicError } from "../../errors.ts";
import { mergeRoots, mergesOf } from "../merging/merge-roots.ts";
import { describeAssociation } from "../moods/describe-association.ts";
import { themeDocuments, themeMoods, themeSettings, themes } from "../tables.ts";

/** The themes of a user as they are now: those of the last run, with what joined since and what the user said. */
export interface StoredThemes {
  /** Without those that are merged into another; the largest first. */
  shown: Theme[];
  /** Of any theme, the one that it shows as. */
  roots: ReadonlyMap<string, string>;
  /** Documents that have a place but no theme. */
  outliers: number;
  /**
   * One theme, with those merged into it. One that is itself merged into another is told of by itself.
   *
   * @throws CosmicError `theme_not_found`
   */
  find(id: string): { theme: Theme /** With its own. */; ids: string[] };
}

const { centroid: _, ...columns } = getTableColumns(themes);

export async function readThemes(db: Db, userId: string): Promise<StoredThemes> {
  const rows = await db.select(columns).from(themes).where(eq(themes.userId, userId));
  const settings = await db.select().from(themeSettings).where(eq(themeSettings.userId, userId));
  const counts = await db
    .select({ themeId: themeDocuments.themeId, documents: count() })
    .from(themeDocuments)
    .where(eq(themeDocuments.userId, userId))
    .groupBy(themeDocuments.themeId);
  const moods = Map.groupBy(
    await db.select().from(themeMoods).where(eq(themeMoods.userId, userId)).orderBy(themeMoods.ordinal),
    ({ themeId }) => themeId,
  );

  const roots = mergeRoots(
    rows.map(({ id }) => id),
    mergesOf(settings),
  );
  const saidOf = new Map(settings.map((row) => [row.themeId, row]));
  const sizeOf = new Map(counts.map(({ themeId, documents }) => [themeId, documents]));

  function toTheme(row: (typeof rows)[number], ids: readonly string[]): Theme {
    const said = saidOf.get(row.id);
    return {
      id: row.id,
      label: row.label,
      name: said?.name ?? null,
      hidden: said?.hidden ?? false,
      merged: ids.filter((id) => id !== row.id),
      documents: ids.reduce((sum, id) => sum + (sizeOf.get(id) ?? 0), 0),
      group: row.group,
      x: row.x,
      y: row.y,
      terms: row.terms,
      trend: {
        direction: row.trend,
        factor: row.trendFactor,
        interval: row.trendLow === null || row.trendHigh === null ? null : [row.trendLow, row.trendHigh],
      },
      moods: (moods.get(row.id) ?? []).map(({ mood, direction, documents, share, shareElsewhere }) => ({
        ...{ mood, direction, documents, share },
        share_elsewhere: shareElsewhere,
        sentence: describeAssociation({ mood, direction, share, shareElsewhere }),
      })),
      first_seen: row.firstSeen?.toISOString() ?? null,
      last_seen: row.lastSeen?.toISOString() ?? null,
      change: row.change,
    };
  }

  /** With those that show as part of it; of one that is merged away, only itself. */
  const idsOf = (id: string) =>
    roots.get(id) === id ? [...roots].flatMap(([part, root]) => (root === id ? [part] : [])).sort() : [id];

  return {
    shown: rows
      .filter(({ id }) => roots.get(id) === id)
      .map((row) => toTheme(row, idsOf(row.id)))
      .sort((a, b) => b.documents - a.documents || (a.id < b.id ? -1 : 1)),
    roots,
    outliers: sizeOf.get(null) ?? 0,
    find(id) {
      const row = rows.find((it) => it.id === id);
      if (!row) throw themeNotFound(id);
      const ids = idsOf(id);
      return { theme: toTheme(row, ids), ids };
    },
  };
}

export function themeNotFound(id: string, field?: string): CosmicError {
  return new CosmicError(
    "theme_not_found",
    `This user has no theme ${id}. GET patterns/ lists them.`,
    field === undefined ? {} : { field },
  );
}
