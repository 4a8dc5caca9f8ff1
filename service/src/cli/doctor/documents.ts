import type { Health } from "@cosmic/contract";
import { type Check, ok, warn } from "./check.ts";

export function* checkDocuments(documents: Health["documents"], running: boolean): Generator<Check> {
  const { completed, failed } = documents;
  const open = documents.pending + documents.processing;
  if (open > 0 && !running) {
    yield warn("Documents", `${open} wait to be embedded`, "`cosmic start` embeds them.");
  }
  if (failed > 0) {
    yield warn("Documents", `${failed} failed`, "`cosmic retry-failed` tries them again.");
  }
  yield ok("Documents", `${completed} completed, ${open} open`);
}

/** While documents are being embedded the two counts differ for good reason. */
export function checkIndex(
  index: Pick<Health["index"], "id" | "documents" | "passages">,
  documents: Health["documents"],
): Check {
  const found = `${index.id}: ${index.documents} documents in ${index.passages} passages`;
  const settled = documents.pending + documents.processing === 0;
  if (!settled || index.documents === documents.completed) return ok("Index", found);
  return warn(
    "Index",
    `${found}, but ${documents.completed} are completed`,
    "`cosmic recreate-index` makes it whole.",
  );
}
