import type { Matrix } from "./matrix.ts";

/** Which document answers which query; both are numbers of rows. */
export interface Pair {
  query: number;
  document: number;
}

/** Queries and documents as vectors of the base model, with what belongs together. */
export interface TrainingSet {
  /** Of unit length, `[queries, dimension]`. */
  queries: Matrix;
  /** Of unit length, those of one document one after the other, `[passages, dimension]`. */
  passages: Matrix;
  /** The first passage of each document, and the number of passages at the end. */
  firstPassages: Int32Array;
  pairs: readonly Pair[];
  /** Documents that were said not to answer a query. */
  negatives: readonly Pair[];
}

/** What training looks up all the time. */
export interface Answers {
  /** The document of each passage. */
  documentOf: Int32Array;
  /** The documents that answer a query. */
  of(query: number): ReadonlySet<number>;
}

export function answersOf({ passages, firstPassages, pairs }: TrainingSet): Answers {
  const documentOf = new Int32Array(passages.rows);
  for (let document = 0; document + 1 < firstPassages.length; document++)
    documentOf.fill(document, firstPassages[document], firstPassages[document + 1]);
  const answers = new Map<number, Set<number>>();
  for (const { query, document } of pairs)
    answers.set(query, (answers.get(query) ?? new Set()).add(document));
  const none = new Set<number>();
  return { documentOf, of: (query) => answers.get(query) ?? none };
}

/** The passages of a document as a range of rows. */
export function passagesOf({ firstPassages }: TrainingSet, document: number): { first: number; end: number } {
  return { first: firstPassages[document] ?? 0, end: firstPassages[document + 1] ?? 0 };
}
