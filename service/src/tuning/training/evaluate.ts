import { type Estimate, estimateMean } from "../../experiments/metrics/bootstrap.ts";
import { type Metric, type Scores, scoreRanking } from "../../experiments/metrics/score-ranking.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { innerProducts } from "./inner-products.ts";
import { adapted } from "./linear.ts";
import { type Matrix, rowOf, takeRows } from "./matrix.ts";
import { answersOf, type Pair, passagesOf, type TrainingSet } from "./training-set.ts";

/** What is told of a run. The first one decides whether anything was gained. */
const SHOWN: readonly Metric[] = ["nDCG@10", "MRR@10", "recall@10"];
/** Places that the metrics look at. */
const DEPTH = 10;
/** Queries that are compared with all passages at once. */
const CHUNK = 64;

export interface Compared {
  name: Metric;
  base: Estimate;
  adapter: Estimate;
  /** Adapter less base, query by query. */
  difference: Estimate;
}

/** Of each query, in one order. */
export interface TestScores {
  base: Scores[];
  adapter: Scores[];
}

/** Asks every query of the pairs of all documents, with the base and with the adapter. */
export function scoreOnTest(set: TrainingSet, test: readonly Pair[], adapter: Adapter): TestScores {
  const queries = [...new Set(test.map(({ query }) => query))];
  const vectors = takeRows(set.queries, queries);
  return {
    base: scoreQueries(set, queries, vectors),
    adapter: scoreQueries(set, queries, adapted(adapter, vectors)),
  };
}

export function compareScores({ base, adapter }: TestScores): Compared[] {
  return SHOWN.map((name) => {
    const before = base.map((scores) => scores[name]);
    const after = adapter.map((scores) => scores[name]);
    return {
      name,
      base: estimateMean(before),
      adapter: estimateMean(after),
      difference: estimateMean(after.map((score, i) => score - (before[i] ?? 0))),
    };
  });
}

function scoreQueries(set: TrainingSet, queries: readonly number[], vectors: Matrix): Scores[] {
  const answers = answersOf(set);
  const scored: Scores[] = [];
  for (let start = 0; start < queries.length; start += CHUNK) {
    const rows = Array.from(queries.slice(start, start + CHUNK).keys(), (i) => start + i);
    const scores = innerProducts(takeRows(vectors, rows), set.passages);
    for (const [i, row] of rows.entries()) {
      const right = [...answers.of(queries[row] ?? -1)].map((document): [string, number] => [
        String(document),
        1,
      ]);
      scored.push(scoreRanking(nearestDocuments(set, rowOf(scores, i)), new Map(right)));
    }
  }
  return scored;
}

/** A document counts by its best passage, as in a search. Equal ones stand in their own order. */
function nearestDocuments(set: TrainingSet, scores: Float32Array): string[] {
  const documents = Array.from({ length: set.firstPassages.length - 1 }, (_, document) => {
    const { first, end } = passagesOf(set, document);
    return {
      document,
      score: scores.subarray(first, end).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    };
  });
  return documents
    .sort((a, b) => b.score - a.score || a.document - b.document)
    .slice(0, DEPTH)
    .map(({ document }) => String(document));
}
