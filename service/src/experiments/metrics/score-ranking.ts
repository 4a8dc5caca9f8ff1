import { type Static, Type } from "typebox";
import { ndcg } from "./ndcg.ts";
import { recall } from "./recall.ts";
import { reciprocalRank } from "./reciprocal-rank.ts";

export const METRICS = ["nDCG@10", "MRR@10", "recall@10", "recall@100", "hit@1"] as const;
export type Metric = (typeof METRICS)[number];

/** How good one answer is, each from 0 to 1. */
export const Scores = Type.Object({
  "nDCG@10": Type.Number(),
  "MRR@10": Type.Number(),
  "recall@10": Type.Number(),
  "recall@100": Type.Number(),
  "hit@1": Type.Number(),
});
export type Scores = Static<typeof Scores>;

/**
 * @param ranked ids of documents, best first
 * @param grades of the documents that answer the query, above 0; at least one
 */
export function scoreRanking(ranked: readonly string[], grades: ReadonlyMap<string, number>): Scores {
  return {
    "nDCG@10": ndcg(ranked, grades, 10),
    "MRR@10": reciprocalRank(ranked, grades, 10),
    "recall@10": recall(ranked, grades, 10),
    "recall@100": recall(ranked, grades, 100),
    "hit@1": reciprocalRank(ranked, grades, 1),
  };
}
