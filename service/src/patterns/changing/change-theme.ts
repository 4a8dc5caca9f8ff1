import type { Theme, ThemeChange } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { readThemes } from "../reading/stored-themes.ts";
import { themeSettings } from "../tables.ts";
import { lockRun } from "./lock-run.ts";

/**
 * Names or hides a theme.
 *
 * @throws CosmicError `theme_not_found`
 */
export async function changeTheme(
  { database: { orm }, encryption }: Context,
  id: string,
  userId: string,
  { name, hidden }: ThemeChange,
): Promise<Theme> {
  await orm.transaction(async (tx) => {
    await lockRun(tx, userId, id);
    await writeSetting(tx, userId, id, {
      ...(name === undefined ? {} : { name: name && (await encryption.sealText(tx, userId, name)) }),
      ...(hidden === undefined ? {} : { hidden }),
    });
  });
  return (await readThemes(orm, userId)).find(id).theme;
}

export async function writeSetting(
  tx: Db,
  userId: string,
  themeId: string,
  set: Partial<Pick<typeof themeSettings.$inferInsert, "name" | "hidden" | "mergedInto">>,
): Promise<void> {
  await tx
    .insert(themeSettings)
    .values({ userId, themeId, ...set })
    .onConflictDoUpdate({ target: themeSettings.themeId, set });
}
