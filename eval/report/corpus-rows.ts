import { type Row, round } from "../../bench/report.ts";
import type { SavedRun } from "./saved-run.ts";

/** A row for every corpus: how large it is and how it was cut. */
export function corpusRows({ corpora }: SavedRun): Row[] {
  return corpora.map(({ name, documents, passages, refused, seconds }) => ({
    corpus: name,
    documents,
    passages,
    "passages a document": round(passages / documents, 2),
    "seconds to embed": Math.round(seconds),
    ...(refused.length > 0 && { "not taken": refused.length }),
  }));
}
