import { setImmediate } from "node:timers/promises";
import type { PatternMap } from "@cosmic/contract";
import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { summaryColumns, toSummary } from "../../insights/summary.ts";
import { readRoots } from "../merging/merge-roots.ts";
import { themeDocuments } from "../tables.ts";

type PlacedDocument = PatternMap["results"][number];

const PAGE = 500;
/** Characters of what stands in place of a title. */
const TITLE = 60;

/** Every document that has a place. Read in small steps, between which others have their turn. */
export async function readMap({ database: { orm } }: Context, userId: string): Promise<PatternMap> {
  const roots = await readRoots(orm, userId);
  const results: PlacedDocument[] = [];
  for (let after: string | undefined; ; ) {
    const page = await readPage(orm, userId, after);
    const shown = await orm
      .select(summaryColumns)
      .from(documents)
      .where(
        inArray(
          documents.id,
          page.map(({ documentId }) => documentId),
        ),
      );
    const summaries = new Map(shown.map((row) => [row.id, toSummary(row)]));
    for (const { documentId, themeId, x, y } of page) {
      const summary = summaries.get(documentId);
      if (!summary) continue;
      results.push({
        document_id: documentId,
        source: summary.source,
        source_id: summary.source_id,
        title: summary.title || firstWords(summary.excerpt),
        date: summary.entry_date ?? summary.created_at,
        mood: summary.mood,
        theme_id: themeId === null ? null : (roots.get(themeId) ?? null),
        x,
        y,
      });
    }
    after = page.at(-1)?.documentId;
    if (page.length < PAGE) return { count: results.length, results };
    await setImmediate();
  }
}

function readPage(db: Db, userId: string, after: string | undefined) {
  return db
    .select({
      documentId: themeDocuments.documentId,
      themeId: themeDocuments.themeId,
      x: themeDocuments.x,
      y: themeDocuments.y,
    })
    .from(themeDocuments)
    .where(
      and(
        eq(themeDocuments.userId, userId),
        after === undefined ? undefined : gt(themeDocuments.documentId, after),
      ),
    )
    .orderBy(asc(themeDocuments.documentId))
    .limit(PAGE);
}

function firstWords(excerpt: string): string {
  const [line = ""] = excerpt.split("\n");
  const characters = [...line];
  if (characters.length <= TITLE) return line;
  return `${characters
    .slice(0, TITLE)
    .join("")
    .replace(/\s+\S*$/, "")}…`;
}
