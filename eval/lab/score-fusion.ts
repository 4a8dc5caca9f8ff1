import { meanOf } from "../../service/src/experiments/metrics/bootstrap.ts";
import { METRICS, type Scores, scoreRanking } from "../../service/src/experiments/metrics/score-ranking.ts";
import type { Fusion } from "./fusions.ts";
import type { LegDump } from "./leg-dump.ts";

export interface FusionScores {
  set: string;
  mean: Scores;
  /** In the order of the dump. */
  queries: { id: string; scores: Scores }[];
}

/** How good the answers of every set would be with this fusion. */
export function scoreFusion(dump: LegDump, fusion: Fusion): FusionScores[] {
  return dump.sets.map(({ set, queries }) => {
    const scored = queries.map(({ grades, ...legs }) => ({
      id: legs.id,
      scores: scoreRanking(fusion(legs), new Map(Object.entries(grades))),
    }));
    return { set, mean: meanScores(scored.map(({ scores }) => scores)), queries: scored };
  });
}

function meanScores(scores: readonly Scores[]): Scores {
  const mean = { ...NOTHING };
  for (const metric of METRICS) mean[metric] = meanOf(scores.map((one) => one[metric]));
  return mean;
}

const NOTHING: Scores = { "nDCG@10": 0, "MRR@10": 0, "recall@10": 0, "recall@100": 0, "hit@1": 0 };
