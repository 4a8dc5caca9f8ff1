import { eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import type { Encryption } from "../../encryption/encryption.ts";
import { themeSettings } from "../tables.ts";
import { keptMerges } from "./kept-merges.ts";

/** After a run: themes that were merged into one that is gone are merged into its successor. */
export async function keepMerges(
  encryption: Encryption,
  tx: Db,
  userId: string,
  themes: readonly { id: string; size: number }[],
  into: ReadonlyMap<string, string | null>,
): Promise<void> {
  const settings = await tx.select().from(themeSettings).where(eq(themeSettings.userId, userId));
  const sizes = new Map(themes.map(({ id, size }) => [id, size]));
  for (const row of keptMerges(settings, sizes, into)) {
    const { themeId, mergedInto } = row;
    const name = row.name === null ? null : await encryption.sealText(tx, userId, row.name);
    const set = { name, mergedInto };
    await tx
      .insert(themeSettings)
      .values({ themeId, userId, ...set })
      .onConflictDoUpdate({ target: themeSettings.themeId, set });
  }
}
