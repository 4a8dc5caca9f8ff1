import type { Adapter } from "../adapter/adapter.ts";
import { hardNegatives, nearestPassages, samplePassages } from "./candidates.ts";
import { adapted } from "./linear.ts";
import { type Matrix, takeRows } from "./matrix.ts";
import { type Answers, type Pair, passagesOf, type TrainingSet } from "./training-set.ts";

/** A pair as it is learned: numbers of passages. */
export interface Example {
  pair: Pair;
  right: number;
  negatives: Int32Array;
}

/** Passages among which hard negatives are looked for, drawn anew each time. */
const POOL = 1_000;

/** Finds for each pair, with the adapter as it is, the passage that answers and those that only seem to. */
export function mineExamples(
  set: TrainingSet,
  answers: Answers,
  pairs: readonly Pair[],
  adapter: Adapter,
  negatives: number,
  random: () => number,
): Example[] {
  const queries = adapted(adapter, queriesOf(set, pairs));
  const right = nearestPassages(set, queries, pairs);
  const documents = [...new Set(pairs.map(({ document }) => document))];
  const pool = samplePassages(
    documents.flatMap((document) => rowsOf(set, document)),
    POOL,
    random,
  );
  const mined = hardNegatives(set, answers, queries, pairs, pool, negatives);
  const given = Map.groupBy(set.negatives, ({ query }) => query);
  return pairs.map((pair, i) => ({
    pair,
    right: right[i] ?? 0,
    negatives: Int32Array.from([
      ...(mined[i] ?? []),
      ...(given.get(pair.query) ?? []).flatMap(({ document }) => rowsOf(set, document)),
    ]),
  }));
}

export const queriesOf = (set: TrainingSet, pairs: readonly Pair[]): Matrix =>
  takeRows(
    set.queries,
    pairs.map(({ query }) => query),
  );

function rowsOf(set: TrainingSet, document: number): number[] {
  const { first, end } = passagesOf(set, document);
  return Array.from({ length: end - first }, (_, i) => first + i);
}
