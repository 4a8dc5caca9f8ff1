import type { IndexableDocument } from "../../embeddings/index-documents.ts";
import { CosmicError } from "../../errors.ts";
import { readCorpus, readQueries } from "../datasets/beir.ts";
import { datasetFile, FILES } from "../datasets/dataset-files.ts";
import type { Query } from "../datasets/judgements.ts";
import { openKnownItems } from "../known-items/searched-documents.ts";
import type { Measuring } from "./kind.ts";

/** Documents to be searched, and queries with what answers them. */
export interface SearchedSet {
  /** Whose the documents are in the index. */
  userId: string;
  /** How many documents there are. */
  total: number;
  /** In the same order each time. */
  documents(): AsyncIterable<IndexableDocument>;
  /** To be asked for after all documents have been read. Never empty. */
  queries(): Promise<Query[]>;
  /** The id that judgements use for a document of the index. */
  nameOf(documentId: string): string;
}

export async function openSearchedSet(measuring: Measuring): Promise<SearchedSet> {
  const { context, experiment, dataset } = measuring;
  if (!dataset) throw new CosmicError("dataset_not_found", "The experiment has no dataset.");
  if (dataset.userId !== null) return openKnownItems(context, { ...dataset, userId: dataset.userId });
  const file = (name: string) => datasetFile(context, dataset, name);
  const { corpus, queries, qrels } = FILES.retrieval;
  let names: string[] = [];
  return {
    // Nobody's: an id that no user has.
    userId: experiment.id,
    total: dataset.documents ?? 0,
    async *documents() {
      names = [];
      for await (const { id, title, text } of readCorpus({ corpus: file(corpus) })) {
        yield toDocument(numbered(names.length), experiment.id, title, text);
        names.push(id);
      }
    },
    queries: () => readQueries({ queries: file(queries), qrels: file(qrels) }, new Set(names)),
    nameOf: (documentId) => names[numberOf(documentId)] ?? documentId,
  };
}

/** Ids of any form become UUIDs, which is what every index takes. */
const numbered = (row: number) => `00000000-0000-4000-8000-${row.toString(16).padStart(12, "0")}`;
const numberOf = (documentId: string) => Number.parseInt(documentId.slice(-12), 16);

function toDocument(id: string, userId: string, title: string, text: string): IndexableDocument {
  const createdAt = new Date(0);
  return { id, userId, title, text, documentType: "evaluation", metadata: {}, entryDate: null, createdAt };
}
