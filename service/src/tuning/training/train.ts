import { mulberry32 } from "../../patterns/seeded-random.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { Adam } from "./adam.ts";
import { hardNegatives, nearestPassages, samplePassages } from "./candidates.ts";
import { infoNce, infoNceLoss } from "./info-nce.ts";
import { adapted, backward, forward, newAdapter, parametersOf } from "./linear.ts";
import { takeRows } from "./matrix.ts";
import { shuffled } from "./shuffled.ts";
import type { Split } from "./split-pairs.ts";
import { type Answers, answersOf, type Pair, passagesOf, type TrainingSet } from "./training-set.ts";
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
  /** Mined for each pair, at the start of each epoch. */
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
/** Passages among which hard negatives are looked for, drawn anew each epoch, and that validation is held against. */
const POOL = 2_000;
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
  const curve: Epoch[] = [];
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY, adapter: structuredClone(adapter) };
  for (let epoch = 0; epoch <= epochs && epoch <= best.epoch + PATIENCE; epoch++) {
    const trainingLoss = epoch === 0 ? null : trainEpoch();
    const validationLoss = validate(adapter);
    const point = { epoch, trainingLoss, validationLoss };
    curve.push(point);
    onEpoch(point);
    if (validationLoss < best.loss) best = { epoch, loss: validationLoss, adapter: structuredClone(adapter) };
  }
  return { adapter: best.adapter, epochs: curve, best: best.epoch };

  function trainEpoch(): number {
    const pairs = shuffled(split.training, random);
    const queries = adapted(adapter, queriesOf(set, pairs));
    const right = nearestPassages(set, queries, pairs);
    const pool = samplePassages(trainingPassages(set, split.training), POOL, random);
    const negatives = withGiven(
      set,
      pairs,
      hardNegatives(set, answers, queries, pairs, pool, parameters.hardNegatives),
    );
    let loss = 0;
    for (let start = 0; start < pairs.length; start += parameters.batch) {
      const end = Math.min(start + parameters.batch, pairs.length);
      const of = pairs.slice(start, end);
      loss += step(of, right.subarray(start, end), negatives.slice(start, end)) * of.length;
    }
    return loss / pairs.length;
  }

  function step(pairs: readonly Pair[], right: Int32Array, negatives: readonly Int32Array[]): number {
    const vectors = queriesOf(set, pairs);
    const { units, lengths } = toUnitLength(forward(adapter, vectors));
    const candidates = Int32Array.from([...right, ...negatives.flatMap((it) => [...it])]);
    const { loss, gradient } = infoNce(
      units,
      takeRows(set.passages, candidates),
      pairs.map((_, i) => i),
      (i, candidate) =>
        answers.of(pairs[i]?.query ?? -1).has(answers.documentOf[candidates[candidate] ?? 0] ?? -1),
      parameters.temperature,
    );
    adam.step(backward(adapter, vectors, throughUnitLength(gradient, units, lengths)), learningRate);
    return loss;
  }
}

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
  return (adapter) =>
    infoNceLoss(
      adapted(adapter, vectors),
      candidates,
      pairs.map((_, i) => i),
      (i, candidate) => answers.of(pairs[i]?.query ?? -1).has(answers.documentOf[rows[candidate] ?? 0] ?? -1),
      temperature,
    );
}

const queriesOf = (set: TrainingSet, pairs: readonly Pair[]) =>
  takeRows(
    set.queries,
    pairs.map(({ query }) => query),
  );

function trainingPassages(set: TrainingSet, pairs: readonly Pair[]): number[] {
  return [...new Set(pairs.map(({ document }) => document))].flatMap((document) => {
    const { first, end } = passagesOf(set, document);
    return Array.from({ length: end - first }, (_, i) => first + i);
  });
}

/** The mined negatives with those that the set names itself. */
function withGiven(set: TrainingSet, pairs: readonly Pair[], mined: readonly Int32Array[]): Int32Array[] {
  const given = new Map<number, number[]>();
  for (const { query, document } of set.negatives) {
    const { first, end } = passagesOf(set, document);
    const rows = given.get(query) ?? [];
    for (let passage = first; passage < end; passage++) rows.push(passage);
    given.set(query, rows);
  }
  return pairs.map(({ query }, i) => Int32Array.from([...(mined[i] ?? []), ...(given.get(query) ?? [])]));
}
