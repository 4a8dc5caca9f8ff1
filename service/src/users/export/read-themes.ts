import type { UserExport } from "@cosmic/contract";
import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { readThemes } from "../../patterns/reading/stored-themes.ts";
import { themeDocuments } from "../../patterns/tables.ts";

/** The themes of a user as they are shown, each with the ids of its documents. */
export async function* readExportedThemes(
  { database: { orm } }: Context,
  userId: string,
): AsyncGenerator<UserExport["themes"]> {
  const themes = await readThemes(orm, userId);
  for (const { id } of themes.shown) {
    const { theme, ids } = themes.find(id);
    const rows = await orm
      .select({ id: themeDocuments.documentId })
      .from(themeDocuments)
      .where(and(eq(themeDocuments.userId, userId), inArray(themeDocuments.themeId, ids)))
      .orderBy(themeDocuments.documentId);
    yield [{ ...theme, document_ids: rows.map((row) => row.id) }];
  }
}
