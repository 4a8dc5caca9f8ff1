import type { PatternMap } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents } from "../../db/schema.ts";
import { uuidArray } from "../../db/uuid-array.ts";
import { summaryColumns, toSummary } from "../../insights/summary.ts";
import { readRoots } from "../merging/merge-roots.ts";
import { placesOf } from "../runs/read-previous.ts";

type PlacedDocument = PatternMap["results"][number];

/** Characters of what stands in place of a title. */
const TITLE = 60;

/** Every document that has a place. */
export async function readMap({ database: { orm } }: Context, userId: string): Promise<PatternMap> {
  const roots = await readRoots(orm, userId);
  const results: PlacedDocument[] = [];
  for await (const page of placesOf(orm, userId)) {
    const ids = uuidArray(page.map(({ documentId }) => documentId));
    const shown = await orm.select(summaryColumns).from(documents).where(sql`${documents.id} = ANY(${ids})`);
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
  }
  return { count: results.length, results };
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
