import { and, inArray, sql } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { uuidArray } from "../../db/uuid-array.ts";
import { themeDocuments, themeRuns, themeSentences } from "../tables.ts";

/**
 * Takes deleted documents out of the themes of their users, after the rows of the documents were deleted in the same
 * transaction: whoever writes places now has either done so, and is waited for, or will not find the documents.
 */
export async function leaveThemes(tx: Db, gone: readonly { id: string; userId: string }[]): Promise<void> {
  if (gone.length === 0) return;
  const users = [...new Set(gone.map(({ userId }) => userId))];
  const runs = await tx
    .select({ userId: themeRuns.userId })
    .from(themeRuns)
    .where(inArray(themeRuns.userId, users))
    .orderBy(themeRuns.userId)
    .for("no key update");
  if (runs.length === 0) return;
  const ids = uuidArray(gone.map(({ id }) => id));
  await tx.delete(themeDocuments).where(sql`document_id = ANY(${ids})`);
  await tx
    .delete(themeSentences)
    .where(and(inArray(themeSentences.userId, users), sql`document_id = ANY(${ids})`));
}
