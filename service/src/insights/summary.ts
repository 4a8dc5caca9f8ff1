import type { DocumentSummary } from "@cosmic/contract";
import { documents } from "../db/schema.ts";
import type { DocumentRow } from "../documents/document-rows.ts";
import { beginningOf } from "../encryption/beginning.ts";
import { mood } from "./local-day.ts";

/** Characters of an excerpt. */
const EXCERPT = 200;
/** Characters that are looked at for it, in front of which there may be white space. */
const LOOKED_AT = 1_000;

/** What a query selects of a document for a list of insights: the beginning of its text, not all of it. */
export const summaryColumns = {
  id: documents.id,
  source: documents.source,
  sourceId: documents.sourceId,
  title: documents.title,
  beginning: beginningOf(documents.text, LOOKED_AT),
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
  const text = beginning.slice(0, LOOKED_AT).trimStart();
  const characters = [...text];
  if (characters.length <= EXCERPT) return text.trimEnd();
  const cut = characters.slice(0, EXCERPT).join("");
  const whole = /\s/.test(characters[EXCERPT] ?? "") ? cut : cut.replace(/\s+\S*$/, "");
  return `${whole.trimEnd()}…`;
}
