import type { DocumentSummary } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { documents } from "../db/schema.ts";
import type { DocumentRow } from "../documents/document-rows.ts";
import { partOf } from "../encryption/sealed-columns.ts";
import { mood } from "./local-day.ts";

/** Characters of an excerpt. */
const EXCERPT = 200;

/** What a query selects of a document for a list of insights: the beginning of its text, not all of it. */
export const summaryColumns = {
  id: documents.id,
  source: documents.source,
  sourceId: documents.sourceId,
  title: documents.title,
  // One more shows that there is more; white space in front is left out below.
  beginning: partOf(documents.text, sql`left(ltrim(${documents.text}, E' \\t\\r\\n'), ${EXCERPT + 1})`),
  documentType: documents.documentType,
  mood,
  entryDate: documents.entryDate,
  createdAt: documents.createdAt,
};

type Summarised = Pick<
  DocumentRow,
  "id" | "source" | "sourceId" | "title" | "documentType" | "entryDate" | "createdAt"
> & { beginning: string; mood: string | null };

export function toSummary(row: Summarised): DocumentSummary {
  return {
    document_id: row.id,
    source: row.source,
    source_id: row.sourceId,
    title: row.title,
    excerpt: excerpt(row.beginning),
    document_type: row.documentType,
    mood: row.mood,
    entry_date: row.entryDate?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

/** Ends between words, unless the first one alone is too long. */
function excerpt(beginning: string): string {
  // A character has two code units at the most.
  const characters = [...beginning.replace(/^[ \t\r\n]+/, "").slice(0, 2 * (EXCERPT + 1))];
  if (characters.length <= EXCERPT) return characters.join("").trimEnd();
  const cut = characters.slice(0, EXCERPT).join("");
  const whole = /\s/.test(characters[EXCERPT] ?? "") ? cut : cut.replace(/\s+\S*$/, "");
  return `${whole.trimEnd()}…`;
}
