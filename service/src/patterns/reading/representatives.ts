import type { ThemeDetail } from "@cosmic/contract";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { summaryColumns, toSummary } from "../../insights/summary.ts";
import { themeText } from "../runs/read-documents.ts";
import { themeDocuments, themeSentences } from "../tables.ts";

const MOST = 5;

/** Sentences of documents that still say what they said in the run, and are still in the theme. */
export async function readRepresentatives(
  db: Db,
  userId: string,
  themeIds: readonly string[],
): Promise<ThemeDetail["representatives"]> {
  const rows = await db
    .select({
      ...summaryColumns,
      text: themeText,
      contentHash: documents.contentHash,
      placedFor: themeDocuments.contentHash,
      start: themeSentences.start,
      end: themeSentences.end,
    })
    .from(themeSentences)
    .innerJoin(themeDocuments, eq(themeDocuments.documentId, themeSentences.documentId))
    .innerJoin(documents, eq(documents.id, themeSentences.documentId))
    .where(
      and(
        eq(themeSentences.userId, userId),
        inArray(themeSentences.themeId, [...themeIds]),
        inArray(themeDocuments.themeId, [...themeIds]),
        eq(themeDocuments.placed, "run"),
      ),
    )
    .orderBy(asc(themeSentences.ordinal), asc(themeSentences.themeId))
    .limit(MOST);
  return rows
    .filter(({ contentHash, placedFor }) => contentHash === placedFor)
    .map(({ text, start, end, ...row }) => ({
      document: toSummary(row),
      sentence: text.slice(start, end),
      start,
      end,
    }));
}
