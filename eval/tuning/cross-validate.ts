import { mulberry32 } from "../../service/src/patterns/seeded-random.ts";
import { compareScores, scoreOnTest, type TestScores } from "../../service/src/tuning/training/evaluate.ts";
import { shuffled } from "../../service/src/tuning/training/shuffled.ts";
import { groupsOf } from "../../service/src/tuning/training/split-pairs.ts";
import { type TrainingParameters, train } from "../../service/src/tuning/training/train.ts";
import type { Pair, TrainingSet } from "../../service/src/tuning/training/training-set.ts";

const FOLDS = 5;

/**
 * Trains five times, each time with another fifth held out for the test and another one to know when to stop. Every
 * query is judged once, by an adapter that has not seen it. Folds share neither queries nor documents.
 */
export function crossValidate(set: TrainingSet, parameters: TrainingParameters) {
  const folds: Pair[][] = Array.from({ length: FOLDS }, () => []);
  for (const group of shuffled(groupsOf(set.pairs), mulberry32(parameters.seed))) {
    const smallest = folds.reduce((a, b) => (b.length < a.length ? b : a));
    smallest.push(...group);
  }
  const scores: TestScores = { base: [], adapter: [] };
  const best: number[] = [];
  for (const [i, test] of folds.entries()) {
    const validation = folds[(i + 1) % FOLDS] ?? [];
    const training = folds.filter((fold) => fold !== test && fold !== validation).flat();
    const trained = train(set, { training, validation }, parameters);
    best.push(trained.best);
    const { base, adapter } = scoreOnTest(set, test, trained.adapter);
    scores.base.push(...base);
    scores.adapter.push(...adapter);
  }
  return { compared: compareScores(scores), best, queries: scores.base.length };
}
