import { createHash } from "node:crypto";
import type { CorpusDocument } from "../../service/src/experiments/datasets/beir.ts";
import type { Query } from "../../service/src/experiments/datasets/judgements.ts";

/** Texts that are searched. Sets that share one name the same object, so that it is embedded once. */
export interface Corpus {
  name: string;
  documents: readonly CorpusDocument[];
}

/** Queries over a corpus; a row of the table. */
export interface EvaluationSet {
  name: string;
  corpus: Corpus;
  queries: readonly Query[];
  /** SHA-256 over texts and judgements of the whole set: runs are compared only where it is the same. */
  fingerprint: string;
}

export const idsOf = ({ documents }: Corpus): Set<string> => new Set(documents.map(({ id }) => id));

export function toEvaluationSet(name: string, corpus: Corpus, queries: readonly Query[]): EvaluationSet {
  const hash = createHash("sha256");
  for (const { id, title, text } of corpus.documents) hash.update(JSON.stringify([id, title, text]));
  for (const { id, text, grades } of queries) hash.update(JSON.stringify([id, text, [...grades]]));
  return { name, corpus, queries, fingerprint: hash.digest("hex") };
}

/** At the most so many queries, spread evenly over the set. */
export function takeQueries(set: EvaluationSet, most: number): EvaluationSet {
  const step = set.queries.length / most;
  if (step <= 1) return set;
  const queries = Array.from({ length: most }, (_, i) => set.queries[Math.floor(i * step)]);
  return { ...set, queries: queries.filter((query) => query !== undefined) };
}
