import type { DatasetKind } from "@cosmic/contract";
import type { Context } from "../../context.ts";
import { LEAST_DOCUMENTS } from "../../patterns/settings.ts";
import { readCorpus, readQueries } from "./beir.ts";
import { invalidDataset } from "./checked-lines.ts";
import { datasetFile, FILES } from "./dataset-files.ts";
import type { DatasetRow } from "./dataset-rows.ts";
import { readLabelledTexts } from "./labelled-texts.ts";
import { readPairs } from "./pairs.ts";
import { readQueryPairs } from "./query-pairs.ts";

type Counts = Pick<DatasetRow, "items"> & Partial<Pick<DatasetRow, "documents" | "judgements" | "labels">>;
type Stored = Pick<DatasetRow, "id" | "userId">;

/** Fewer pairs have no correlation worth the name. */
const LEAST_PAIRS = 3;

/**
 * Reads a whole dataset as an experiment would, and counts what is in it.
 *
 * @throws CosmicError `invalid_dataset` that names file and line
 */
export const CHECKS: Record<DatasetKind, (context: Context, dataset: Stored) => Promise<Counts>> = {
  async retrieval(context, dataset) {
    const { corpus, queries, qrels } = FILES.retrieval;
    const documents = new Set<string>();
    for await (const { id } of readCorpus({ corpus: datasetFile(context, dataset, corpus) }))
      documents.add(id);
    if (documents.size === 0) throw invalidDataset(corpus, "it holds no document.");
    const files = {
      queries: datasetFile(context, dataset, queries),
      qrels: datasetFile(context, dataset, qrels),
    };
    const judged = await readQueries(files, documents);
    if (judged.length === 0) throw invalidDataset(qrels, "no document answers any query.");
    const judgements = judged.reduce((sum, { grades }) => sum + grades.size, 0);
    return { items: judged.length, documents: documents.size, judgements };
  },

  async similarity(context, dataset) {
    const { pairs } = FILES.similarity;
    const scores = new Set<number>();
    let items = 0;
    for await (const { value } of readPairs(datasetFile(context, dataset, pairs))) {
      scores.add(value.score);
      items += 1;
    }
    if (items < LEAST_PAIRS)
      throw invalidDataset(pairs, `it holds ${items} pairs; ${LEAST_PAIRS} are needed.`);
    if (scores.size < 2) throw invalidDataset(pairs, "all pairs have the same score.");
    return { items };
  },

  async clustering(context, dataset) {
    const { texts } = FILES.clustering;
    const labels = new Set<string>();
    let items = 0;
    for await (const { value } of readLabelledTexts(datasetFile(context, dataset, texts))) {
      labels.add(value.label);
      items += 1;
    }
    if (items < LEAST_DOCUMENTS) {
      throw invalidDataset(texts, `it holds ${items} texts; themes need ${LEAST_DOCUMENTS}.`);
    }
    if (labels.size < 2) throw invalidDataset(texts, "all texts have the same label.");
    return { items, labels: labels.size };
  },

  async pairs(context, dataset) {
    const { pairs } = FILES.pairs;
    let items = 0;
    for await (const _ of readQueryPairs(datasetFile(context, dataset, pairs))) items += 1;
    if (items === 0) throw invalidDataset(pairs, "it holds no pairs.");
    return { items };
  },
};
