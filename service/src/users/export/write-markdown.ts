import type { Document, Theme } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import { readThemes } from "../../patterns/reading/stored-themes.ts";
import { readDocuments } from "./read-documents.ts";

/**
 * One text to read: the entries by the dates they are about, each under a heading, and the themes behind them. Texts
 * stand as they are.
 */
export async function* writeMarkdown(
  context: Context,
  userId: string,
  now = new Date(),
): AsyncGenerator<string> {
  yield `# Journal of ${oneLine(userId)}\n\nExported on ${now.toISOString().slice(0, 10)}. Times are in UTC.\n`;
  for await (const documents of readDocuments(context, userId, "date")) {
    yield documents.map(section).join("");
  }
  const { shown } = await readThemes(context.database.orm, userId);
  if (shown.length > 0) yield `\n---\n\n## Themes\n\n${shown.map(themeLine).join("")}`;
}

function themeLine({ name, label, documents, trend, terms }: Theme): string {
  const words = terms.map((term) => oneLine(term)).join(", ");
  const going = trend.direction === "unknown" ? "" : `; ${trend.direction}`;
  return `- **${oneLine(name ?? label).replaceAll("*", "\\*")}** (${documents} documents${going}): ${words}\n`;
}

function section(document: Document): string {
  const { title, text, created_at, entry_date } = document;
  const heading = [shownDate(entry_date ?? created_at), oneLine(title)].filter((part) => part !== "");
  const details = detailsOf(document);
  return `\n---\n\n## ${heading.join(" · ")}\n\n${details ? `*${details}*\n\n` : ""}${text.trimEnd()}\n`;
}

function detailsOf({ document_type, metadata: { mood, tags } }: Document): string {
  const words = [document_type === "journal_entry" ? "" : document_type, mood, tags].flat();
  return words
    .filter((word) => typeof word === "string" && word !== "")
    .map((word) => oneLine(String(word)).replaceAll("*", "\\*"))
    .join(" · ");
}

/** Midnight stands for a day without a time. */
function shownDate(timestamp: string): string {
  const [day = "", time = ""] = timestamp.split("T");
  return time.startsWith("00:00:00.000") ? day : `${day} ${time.slice(0, 5)}`;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
