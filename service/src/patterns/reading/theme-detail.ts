import type { ThemeDetail, ThemeQuery } from "@cosmic/contract";
import { and, count, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { mood } from "../../insights/local-day.ts";
import { checkTimeZone } from "../../insights/time-zone.ts";
import { dot } from "../clustering/centroids.ts";
import { themes } from "../tables.ts";
import { ofThemes } from "./of-themes.ts";
import { readRepresentatives } from "./representatives.ts";
import { readRiver } from "./river.ts";
import { readThemes, type StoredThemes } from "./stored-themes.ts";

const NEAREST = 5;

/**
 * One theme with all there is to say of it.
 *
 * @throws CosmicError `theme_not_found`; `invalid_value` for a time zone that nobody has, or too many steps
 */
export async function themeDetail(context: Context, id: string, query: ThemeQuery): Promise<ThemeDetail> {
  const db = context.database.orm;
  const { user_id: userId, step = "month" } = query;
  const timeZone = checkTimeZone(query.time_zone ?? "UTC");
  const stored = await readThemes(db, userId);
  const { theme, ids } = stored.find(id);
  return {
    theme,
    representatives: await readRepresentatives(db, userId, ids),
    step,
    time_zone: timeZone,
    river: await readRiver(db, { userId, ids, step, timeZone }),
    moods: await countMoods(db, userId, ids),
    near: await readNear(db, userId, id, stored),
  };
}

async function countMoods(db: Db, userId: string, ids: readonly string[]): Promise<Record<string, number>> {
  const rows = await db
    .select({ mood, documents: count() })
    .from(documents)
    .where(and(eq(documents.userId, userId), ofThemes(userId, ids)))
    .groupBy(mood);
  return Object.fromEntries(
    rows.flatMap(({ mood: name, documents: shown }) => (name === null ? [] : [[name, shown]])),
  );
}

/** Themes that are shown, by the cosine of the centroids. */
async function readNear(
  db: Db,
  userId: string,
  id: string,
  { shown, roots }: StoredThemes,
): Promise<ThemeDetail["near"]> {
  const rows = await db
    .select({ id: themes.id, centroid: themes.centroid })
    .from(themes)
    .where(eq(themes.userId, userId));
  const centroidOf = new Map(rows.map((row) => [row.id, row.centroid]));
  const own = centroidOf.get(id);
  return shown
    .filter((theme) => theme.id !== id && theme.id !== roots.get(id) && !theme.hidden)
    .flatMap(({ id: themeId }) => {
      const centroid = centroidOf.get(themeId);
      return own && centroid ? [{ theme_id: themeId, cosine: dot(own, centroid) }] : [];
    })
    .sort((a, b) => b.cosine - a.cosine || (a.theme_id < b.theme_id ? -1 : 1))
    .slice(0, NEAREST);
}
