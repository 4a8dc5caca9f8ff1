import { eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { themeSettings } from "../tables.ts";
import { keptMerges } from "./kept-merges.ts";

/** After a run: themes that were merged into one that is gone are merged into its successor. */
export async function keepMerges(
  tx: Db,
  userId: string,
  themes: readonly { id: string; size: number }[],
  into: ReadonlyMap<string, string | null>,
): Promise<void> {
  const settings = await tx.select().from(themeSettings).where(eq(themeSettings.userId, userId));
  const sizes = new Map(themes.map(({ id, size }) => [id, size]));
  for (const row of keptMerges(settings, sizes, into)) {
    const { themeId, ...set } = row;
    await tx
      .insert(themeSettings)
      .values({ ...row, userId })
      .onConflictDoUpdate({ target: themeSettings.themeId, set });
  }
}
