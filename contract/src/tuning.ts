import { type Static, Type } from "typebox";
import { Machine, RunFile, runFields } from "./runs.ts";
import { listOf, nullable, Uuid } from "./shapes.ts";

export const TUNING_STATES = ["pending", "running", "completed", "failed", "cancelled"] as const;
export type TuningState = (typeof TUNING_STATES)[number];

/** dataset: uploaded pairs. feedback: what people said about hits. titles: a title answers to its text. */
export const PAIR_SOURCES = ["dataset", "feedback", "titles"] as const;
export type PairSource = (typeof PAIR_SOURCES)[number];

/** gain: on held-out pairs the adapter is better than its base by more than the 95 % interval. */
export const VERDICTS = ["gain", "no_gain"] as const;
export type Verdict = (typeof VERDICTS)[number];

const Name = Type.String({ minLength: 1, maxLength: 100 });
const UserId = Type.String({ minLength: 1, maxLength: 200 });
const Count = Type.Integer({ minimum: 0 });

const Pairs = Type.Object(
  {
    source: Type.Enum([...PAIR_SOURCES]),
    dataset_id: Type.Optional(Type.String({ maxLength: 100, description: "dataset: one of kind pairs" })),
    user_id: Type.Optional({ ...UserId, description: "feedback, titles: of this user only" }),
  },
  { additionalProperties: false },
);

export const TuningParameters = Type.Object(
  {
    rank: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 512, description: "Of the change; a whole matrix by default" }),
    ),
    epochs: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 200, default: 30, description: "At the most; it stops early" }),
    ),
    learning_rate: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1, description: "0.0001 by default, with a rank 0.001" }),
    ),
    batch: Type.Optional(Type.Integer({ minimum: 2, maximum: 1024, default: 64 })),
    temperature: Type.Optional(Type.Number({ minimum: 0.001, maximum: 1, default: 0.05 })),
    hard_negatives: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10, default: 1, description: "Mined for each pair" }),
    ),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 1 })),
    held_out_share: Type.Optional(
      Type.Number({
        minimum: 0.1,
        maximum: 0.8,
        default: 0.3,
        description: "Of the pairs; a third of it says when to stop, the rest whether anything was gained",
      }),
    ),
  },
  { $id: "TuningParameters", additionalProperties: false },
);
export type TuningParameters = Static<typeof TuningParameters>;

export const TuningCreate = Type.Object(
  {
    name: Name,
    base: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: "Id of an index of models/indexes/, whose model is the base; the active one by default",
      }),
    ),
    pairs: Pairs,
    parameters: Type.Optional(TuningParameters),
  },
  { $id: "TuningCreate", additionalProperties: false },
);
export type TuningCreate = Static<typeof TuningCreate>;

const Estimate = Type.Object(
  {
    mean: Type.Number(),
    low: Type.Number({ description: "Bounds of the 95 % interval" }),
    high: Type.Number(),
  },
  { additionalProperties: false },
);

export const TuningEpoch = Type.Object(
  {
    epoch: Type.Integer({ minimum: 0, description: "0 is the base as it is" }),
    training_loss: nullable(Type.Number({ description: "Against the rest of the batch and hard negatives" })),
    validation_loss: Type.Number({ description: "Of held-out pairs, against up to 1,000 other passages" }),
  },
  { additionalProperties: false },
);
export type TuningEpoch = Static<typeof TuningEpoch>;

export const TuningMetric = Type.Object(
  {
    name: Type.String({ examples: ["nDCG@10"] }),
    base: Estimate,
    adapter: Estimate,
    difference: Estimate,
  },
  { additionalProperties: false },
);
export type TuningMetric = Static<typeof TuningMetric>;

export const TuningRun = Type.Object(
  {
    id: Uuid,
    name: Name,
    state: Type.Enum([...TUNING_STATES]),
    base: Type.Object({ index: Type.String(), model: Type.String() }),
    pairs: Type.Object({
      source: Type.Enum([...PAIR_SOURCES]),
      dataset_id: nullable(Uuid),
      user_id: nullable(Type.String()),
    }),
    parameters: Type.Object({
      rank: nullable(Type.Integer()),
      epochs: Type.Integer(),
      learning_rate: Type.Number(),
      batch: Type.Integer(),
      temperature: Type.Number(),
      hard_negatives: Type.Integer(),
      seed: Type.Integer(),
      held_out_share: Type.Number(),
    }),
    users: Type.Integer({ description: "Whose pairs it learns from; erasing one of them removes it" }),
    counts: nullable(
      Type.Object({
        training_pairs: Count,
        validation_pairs: Count,
        test_pairs: Count,
        test_queries: Count,
        documents: Count,
      }),
    ),
    epochs: Type.Array(TuningEpoch, { description: "The loss curve, also while it runs" }),
    best_epoch: nullable(Type.Integer({ description: "The adapter is from this one" })),
    metrics: Type.Array(TuningMetric, { description: "On the test pairs; the first one decides" }),
    verdict: nullable(Type.Enum([...VERDICTS])),
    seconds: nullable(Type.Object({ prepare: Type.Number(), train: Type.Number() })),
    machine: nullable(Machine),
    files: Type.Array(RunFile),
    sha256: nullable(Type.String({ description: "Of the checkpoint" })),
    ...runFields,
  },
  { $id: "TuningRun", additionalProperties: false },
);
export type TuningRun = Static<typeof TuningRun>;

export const TuningList = listOf(TuningRun, "TuningList");
export type TuningList = Static<typeof TuningList>;

export const TuningQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum([...TUNING_STATES])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type TuningQuery = Static<typeof TuningQuery>;
