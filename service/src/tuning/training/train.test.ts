import { expect, it } from "vitest";
import { compareScores, scoreOnTest } from "./evaluate.ts";
import { madeUpPairs, madeUpRotation } from "./made-up-pairs.ts";
import { splitPairs } from "./split-pairs.ts";
import { type TrainingParameters, train } from "./train.ts";

const PARAMETERS: TrainingParameters = {
  rank: undefined,
  epochs: 30,
  learningRate: 0.02,
  batch: 32,
  temperature: 0.05,
  hardNegatives: 1,
  seed: 1,
};

const turned = madeUpPairs(300, 24, { hidden: madeUpRotation(24, 8), noise: 0.05, seed: 3 });
const split = splitPairs(turned.pairs, 0.4, 1);

it.each([undefined, 16])("finds a hidden rotation again, with rank %s", (rank) => {
  const trained = train(turned, split, { ...PARAMETERS, rank });
  const [ndcg] = compareScores(scoreOnTest(turned, split.test, trained.adapter));
  expect(ndcg?.base.mean).toBeLessThan(0.6);
  expect(ndcg?.adapter.mean).toBeGreaterThan(0.95);
  expect(ndcg?.difference.low).toBeGreaterThan(0.3);
  const [first, ...rest] = trained.epochs;
  expect(first).toMatchObject({ epoch: 0, trainingLoss: null });
  expect(rest.at(-1)?.validationLoss).toBeLessThan((first?.validationLoss ?? 0) / 2);
});

it("gives the same adapter for the same seed, and another for another", () => {
  const short = { ...PARAMETERS, epochs: 2, rank: 4 };
  const once = train(turned, split, short);
  expect(train(turned, split, short)).toEqual(once);
  expect(train(turned, split, { ...short, seed: 2 })).not.toEqual(once);
});

it("keeps the base where there is nothing to learn, and stops early", () => {
  // Documents that have nothing to do with their queries: whatever is learned of some is wrong of the others.
  const other = madeUpPairs(200, 24, { hidden: madeUpRotation(24, 0), noise: 0, seed: 4 });
  const unrelated = {
    ...other,
    passages: madeUpPairs(200, 24, { hidden: madeUpRotation(24, 0), noise: 0, seed: 5 }).queries,
  };
  const parts = splitPairs(unrelated.pairs, 0.4, 1);
  const trained = train(unrelated, parts, PARAMETERS);
  expect(trained.epochs.length).toBeLessThan(PARAMETERS.epochs);
  expect(trained.epochs.length).toBe(trained.best + 4);
  const losses = trained.epochs.map(({ validationLoss }) => validationLoss);
  expect(losses[trained.best]).toBe(Math.min(...losses));
  const [ndcg] = compareScores(scoreOnTest(unrelated, parts.test, trained.adapter));
  expect(ndcg?.difference.low).toBeLessThanOrEqual(0);
});

it("gives back the adapter of the best epoch, not of the last", () => {
  const trained = train(turned, split, { ...PARAMETERS, learningRate: 1 });
  const again = train(turned, split, { ...PARAMETERS, learningRate: 1, epochs: trained.best });
  expect(again.adapter).toEqual(trained.adapter);
});
