import type { ThemeDocuments, ThemeDocumentsQuery } from "@cosmic/contract";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents } from "../../db/schema.ts";
import { behind, isDatedKey } from "../../documents/read.ts";
import { decodeCursor, toPage } from "../../http/page.ts";
import { moment } from "../../insights/local-day.ts";
import { summaryColumns, toSummary } from "../../insights/summary.ts";
import { ofThemes } from "./of-themes.ts";
import { readThemes } from "./stored-themes.ts";

const DEFAULT_LIMIT = 20;

/**
 * The documents of a theme by the date they are about, newest first.
 *
 * @throws CosmicError `theme_not_found`, `invalid_cursor`
 */
export async function themeDocuments(
  { database: { orm } }: Context,
  id: string,
  query: ThemeDocumentsQuery,
  url: string,
): Promise<ThemeDocuments> {
  const { user_id: userId, limit = DEFAULT_LIMIT } = query;
  const cursor = decodeCursor(query.cursor, isDatedKey);
  const { theme, ids } = (await readThemes(orm, userId)).find(id);
  const order = cursor?.direction === "previous" ? asc : desc;
  const rows = await orm
    .select(summaryColumns)
    .from(documents)
    .where(and(eq(documents.userId, userId), ofThemes(userId, ids), cursor && behind(cursor, moment)))
    .orderBy(order(moment), order(documents.id))
    .limit(limit + 1);
  return toPage(
    rows,
    { limit, cursor, count: theme.documents, url },
    (row) => [(row.entryDate ?? row.createdAt).toISOString(), row.id],
    toSummary,
  );
}
