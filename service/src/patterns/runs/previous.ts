import { eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { themeDocuments } from "../tables.ts";
import type { PreviousThemes } from "../themes.ts";

/**
 * What the next run goes on from. A theme that was gone before the last run counts as well, by the documents that have
 * been in none since: so it is known when it comes back.
 */
export async function readPrevious(db: Db, userId: string): Promise<PreviousThemes> {
  const rows = await db
    .select({
      documentId: themeDocuments.documentId,
      themeId: themeDocuments.themeId,
      earlierThemeId: themeDocuments.earlierThemeId,
      x: themeDocuments.x,
      y: themeDocuments.y,
    })
    .from(themeDocuments)
    .where(eq(themeDocuments.userId, userId));
  return {
    members: rows.flatMap(({ documentId, themeId, earlierThemeId }) => {
      const id = themeId ?? earlierThemeId;
      return id === null ? [] : [{ documentId, themeId: id }];
    }),
    map: rows.map(({ documentId, x, y }) => ({ documentId, x, y })),
  };
}
