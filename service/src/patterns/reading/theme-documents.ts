import type { ThemeDocuments, ThemeDocumentsQuery } from "@cosmic/contract";
import { and, asc, count, desc, eq, inArray } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents } from "../../db/schema.ts";
import { behind, isDatedKey } from "../../documents/read.ts";
import { decodeCursor, toPage } from "../../http/page.ts";
import { moment } from "../../insights/local-day.ts";
import { summaryColumns, toSummary } from "../../insights/summary.ts";
import { themeDocuments as table } from "../tables.ts";
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
  const limit = query.limit ?? DEFAULT_LIMIT;
  const cursor = decodeCursor(query.cursor, isDatedKey);
  const { ids } = (await readThemes(orm, query.user_id)).find(id);
  const order = cursor?.direction === "previous" ? asc : desc;
  const rows = await orm
    .select(summaryColumns)
    .from(documents)
    .where(and(eq(documents.userId, query.user_id), ofThemes(ids), cursor && behind(cursor, moment)))
    .orderBy(order(moment), order(documents.id))
    .limit(limit + 1);
  const [total] = await orm.select({ count: count() }).from(table).where(inArray(table.themeId, ids));
  return toPage(
    rows,
    { limit, cursor, count: total?.count ?? 0, url },
    (row) => [(row.entryDate ?? row.createdAt).toISOString(), row.id],
    toSummary,
  );
}
