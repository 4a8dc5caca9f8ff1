import type { Context } from "../../context.ts";
import { readCorpus } from "./beir.ts";
import { datasetFile, FILES } from "./dataset-files.ts";
import type { DatasetRow } from "./dataset-rows.ts";
import { readLabelledTexts } from "./labelled-texts.ts";
import { readPairs } from "./pairs.ts";
import { readQueryPairs } from "./query-pairs.ts";

/** The texts of an uploaded dataset, whatever else it says of them. */
export async function* datasetTexts(
  context: Context,
  dataset: DatasetRow,
): AsyncGenerator<{ value: string }> {
  const file = (name: string) => datasetFile(context, dataset, name);
  switch (dataset.kind) {
    case "retrieval":
      for await (const { text } of readCorpus({ corpus: file(FILES.retrieval.corpus) }))
        yield { value: text };
      return;
    case "similarity":
      for await (const { value } of readPairs(file(FILES.similarity.pairs))) {
        yield { value: value.text_a };
        yield { value: value.text_b };
      }
      return;
    case "clustering":
      for await (const { value } of readLabelledTexts(file(FILES.clustering.texts))) {
        yield { value: value.text };
      }
      return;
    case "pairs":
      for await (const { value } of readQueryPairs(file(FILES.pairs.pairs))) {
        yield { value: value.query };
        yield { value: value.document };
      }
  }
}
