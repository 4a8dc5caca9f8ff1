import { mulberry32 } from "../../patterns/seeded-random.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { Adam } from "./adam.ts";
import { nearestPassages, samplePassages } from "./candidates.ts";
import { type Example, mineExamples, queriesOf } from "./examples.ts";
import { infoNce, infoNceLoss } from "./info-nce.ts";
import { adapted, backward, forward, newAdapter, parametersOf } from "./linear.ts";
import { takeRows } from "./matrix.ts";
import { shuffled } from "./shuffled.ts";
import type { Split } from "./split-pairs.ts";
import { type Answers, answersOf, type Pair, type TrainingSet } from "./training-set.ts";
import { throughUnitLength, toUnitLength } from "./unit-length.ts";

export interface TrainingParameters {
  /** Undefined for a whole matrix. */
  rank: number | undefined;
  /** At the most; training ends earlier when the held-out pairs no longer gain. */
  epochs: number;
  learningRate: number;
  /** Pairs a step. */
  batch: number;
  temperature: number;
  /** Mined for each pair. */
  hardNegatives: number;
  seed: number;
}

export interface Epoch {
  /** 0 is the base model as it is. */
  epoch: number;
  /** Mean over the batches; null before the first. */
  trainingLoss: number | null;
  validationLoss: number;
}

export interface Trained {
  adapter: Adapter;
  epochs: Epoch[];
  /** The epoch that the adapter is from. */
  best: number;
}

/** Epochs without a lower loss on the validation pairs after which training ends. */
const PATIENCE = 3;
/** Epochs after which hard negatives are looked for again, with the adapter as it is by then. */
const MINE_EVERY = 3;
/** Passages that validation is held against, besides the right ones. */
const POOL = 1_000;
/** Pull of the adapter towards changing nothing. */
const DECAY = 0.1;

/** Learns an adapter for the queries from the training pairs. The same input gives the same adapter. */
export function train(
  set: TrainingSet,
  split: Pick<Split, "training" | "validation">,
  parameters: TrainingParameters,
  onEpoch: (epoch: Epoch) => void = () => {},
): Trained {
  const { rank, epochs, learningRate, seed } = parameters;
  const random = mulberry32(seed);
  const answers = answersOf(set);
  const adapter = newAdapter(set.queries.columns, rank, seed);
  const adam = new Adam(parametersOf(adapter), DECAY);
  const validate = validation(set, answers, split.validation, parameters.temperature, random);
  let examples: Example[] = [];
  const curve: Epoch[] = [];
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY, adapter: structuredClone(adapter) };
  for (let epoch = 0; epoch <= epochs && epoch <= best.epoch + PATIENCE; epoch++) {
    const trainingLoss = epoch === 0 ? null : trainEpoch(epoch);
    const validationLoss = validate(adapter);
    const point = { epoch, trainingLoss, validationLoss };
    curve.push(point);
    onEpoch(point);
    if (validationLoss < best.loss) best = { epoch, loss: validationLoss, adapter: structuredClone(adapter) };
  }
  return { adapter: best.adapter, epochs: curve, best: best.epoch };

  function trainEpoch(epoch: number): number {
    if ((epoch - 1) % MINE_EVERY === 0)
      examples = mineExamples(set, answers, split.training, adapter, parameters.hardNegatives, random);
    const order = shuffled(examples, random);
    let loss = 0;
    for (let start = 0; start < order.length; start += parameters.batch) {
      const batch = order.slice(start, start + parameters.batch);
      loss += step(batch) * batch.length;
    }
    return loss / order.length;
  }

  function step(batch: readonly Example[]): number {
    const pairs = batch.map(({ pair }) => pair);
    const vectors = queriesOf(set, pairs);
    const { units, lengths } = toUnitLength(forward(adapter, vectors));
    const right = batch.map((example) => example.right);
    const candidates = [...right, ...batch.flatMap(({ negatives }) => [...negatives])];
    const { loss, gradient } = infoNce(
      units,
      takeRows(set.passages, candidates),
      [...right.keys()],
      answeredToo(answers, pairs, candidates),
      parameters.temperature,
    );
    adam.step(backward(adapter, vectors, throughUnitLength(gradient, units, lengths)), learningRate);
    return loss;
  }
}

/** Whether a candidate answers a query, so that it must not count against it. */
const answeredToo =
  (answers: Answers, pairs: readonly Pair[], candidates: ArrayLike<number>) =>
  (query: number, candidate: number): boolean =>
    answers.of(pairs[query]?.query ?? -1).has(answers.documentOf[candidates[candidate] ?? 0] ?? -1);

function validation(
  set: TrainingSet,
  answers: Answers,
  pairs: readonly Pair[],
  temperature: number,
  random: () => number,
): (adapter: Adapter) => number {
  const vectors = queriesOf(set, pairs);
  const right = nearestPassages(set, vectors, pairs);
  const others = samplePassages(
    Int32Array.from({ length: set.passages.rows }, (_, i) => i),
    POOL,
    random,
  );
  const rows = Int32Array.from([...right, ...others]);
  const candidates = takeRows(set.passages, rows);
  const ignored = answeredToo(answers, pairs, rows);
  return (adapter) =>
    infoNceLoss(adapted(adapter, vectors), candidates, [...right.keys()], ignored, temperature);
}
