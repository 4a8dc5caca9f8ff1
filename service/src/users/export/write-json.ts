import type { Context } from "../../context.ts";
import { readDocuments } from "./read-documents.ts";
import { readExportedThemes } from "./read-themes.ts";

/** A `UserExport` in pieces, each document and each theme on a line of its own. */
export async function* writeJson(context: Context, userId: string, now = new Date()): AsyncGenerator<string> {
  const head = { user_id: userId, exported_at: now.toISOString(), model: context.indexes.active.model };
  yield `${JSON.stringify(head).slice(0, -1)},"documents":[`;
  let between = "\n";
  for await (const documents of readDocuments(context, userId, "created")) {
    yield between + documents.map((document) => JSON.stringify(document)).join(",\n");
    between = ",\n";
  }
  yield '\n],"themes":[';
  between = "\n";
  for await (const theme of readExportedThemes(context, userId)) {
    yield between + JSON.stringify(theme);
    between = ",\n";
  }
  yield "\n]}\n";
}
