import type { Row } from "../../bench/report.ts";
import { mulberry32 } from "../../service/src/patterns/seeded-random.ts";
import { scoreOnTest } from "../../service/src/tuning/training/evaluate.ts";
import { madeUpPairs, madeUpRotation } from "../../service/src/tuning/training/made-up-pairs.ts";
import { shuffled } from "../../service/src/tuning/training/shuffled.ts";
import { splitPairs } from "../../service/src/tuning/training/split-pairs.ts";
import { type TrainingParameters, train } from "../../service/src/tuning/training/train.ts";

const DIMENSION = 384;

/** Time for so many made-up pairs, all epochs and the judgement, without embedding. */
export function measureTraining(pairs: number, parameters: TrainingParameters): Row {
  const set = madeUpPairs(pairs, DIMENSION, { hidden: madeUpRotation(DIMENSION, 60), noise: 0.05, seed: 1 });
  const split = splitPairs(shuffled(set.pairs, mulberry32(1)), 0.3, 1);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const trained = train(set, split, parameters);
  scoreOnTest(set, split.test, trained.adapter);
  const { user, system } = process.cpuUsage(cpu);
  return {
    pairs,
    rank: parameters.rank ?? "whole",
    epochs: trained.epochs.length - 1,
    "wall s": Number(((performance.now() - began) / 1000).toFixed(1)),
    "CPU s": Number(((user + system) / 1e6).toFixed(1)),
  };
}
