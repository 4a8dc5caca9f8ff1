import { and, eq, sql } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import type { Db } from "../../db/open.ts";
import { themeNotFound } from "../reading/stored-themes.ts";
import { themeRuns, themes } from "../tables.ts";

/**
 * Keeps runs, joins and other changes of a user's themes out until the transaction ends.
 *
 * @throws CosmicError `theme_not_found` unless the user has this theme
 */
export async function lockRun(tx: Db, userId: string, themeId: string): Promise<void> {
  await tx.select({ one: sql`1` }).from(themeRuns).where(eq(themeRuns.userId, userId)).for("update");
  if (!(await hasTheme(tx, userId, themeId))) throw themeNotFound(themeId);
}

export async function hasTheme(tx: Db, userId: string, themeId: string): Promise<boolean> {
  if (!isUuid(themeId)) return false;
  const own = and(eq(themes.id, themeId), eq(themes.userId, userId));
  return (await tx.select({ id: themes.id }).from(themes).where(own)).length > 0;
}
