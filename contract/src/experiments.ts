import { type Static, Type } from "typebox";
import { Machine, RunFile, runFields } from "./runs.ts";
import { SEARCH_MODES } from "./search.ts";
import { listOf, nullable, Timestamp, Uuid } from "./shapes.ts";

/**
 * retrieval: are the right documents found. similarity: do cosines order pairs of texts as people did. clustering: do
 * themes fit labels. throughput: how many texts a second are embedded.
 */
export const EXPERIMENT_KINDS = ["retrieval", "similarity", "clustering", "throughput"] as const;
export type ExperimentKind = (typeof EXPERIMENT_KINDS)[number];

/** What there are datasets of; throughput takes the texts of any. pairs: to learn from, see `tuning.ts`. */
export const DATASET_KINDS = ["retrieval", "similarity", "clustering", "pairs"] as const;
export type DatasetKind = (typeof DATASET_KINDS)[number];

export const DATASET_SOURCES = ["upload", "known_items"] as const;

export const EXPERIMENT_STATES = ["pending", "running", "completed", "failed", "cancelled"] as const;
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

const Name = Type.String({ minLength: 1, maxLength: 100 });
const UserId = Type.String({ minLength: 1, maxLength: 200 });
const Count = Type.Integer({ minimum: 0 });
const Seconds = Type.Number({ minimum: 0 });
const Paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String()),
};

export const Dataset = Type.Object(
  {
    id: Uuid,
    name: Name,
    kind: Type.Enum([...DATASET_KINDS]),
    source: Type.Enum([...DATASET_SOURCES], {
      description: "known_items: drawn from a user's own documents; it holds places in them and no texts",
    }),
    user_id: nullable(Type.String(), {
      description: "Whose texts these are, or whose documents it was drawn from",
    }),
    consented_at: nullable(Timestamp, { description: "When this user's consent was given" }),
    licence: nullable(Type.String(), { description: "What the uploader said about where it may be used" }),
    items: Type.Integer({ description: "Queries that something answers, pairs, or labelled texts" }),
    documents: nullable(Type.Integer({ description: "Texts that are searched, with retrieval" })),
    judgements: nullable(Type.Integer({ description: "Which document answers which query, with retrieval" })),
    labels: nullable(Type.Integer({ description: "Different labels, with clustering" })),
    bytes: Count,
    sha256: Type.String({ description: "Over its files; two runs are compared only where it is the same" }),
    created_at: Timestamp,
  },
  { $id: "Dataset", additionalProperties: false },
);
export type Dataset = Static<typeof Dataset>;

export const DatasetList = listOf(Dataset, "DatasetList");
export type DatasetList = Static<typeof DatasetList>;

export const DatasetQuery = Type.Object(
  {
    name: Type.Optional(Name),
    kind: Type.Optional(Type.Enum([...DATASET_KINDS])),
    user_id: Type.Optional(UserId),
    ...Paging,
  },
  { additionalProperties: false },
);
export type DatasetQuery = Static<typeof DatasetQuery>;

export const DatasetUpload = Type.Object(
  {
    name: Name,
    kind: Type.Enum([...DATASET_KINDS]),
    user_id: Type.Optional({
      ...UserId,
      description: "Whose texts these are: they are erased with this user",
    }),
    licence: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type DatasetUpload = Static<typeof DatasetUpload>;

const File = Type.Optional(Type.String({ format: "binary" }));

/** The parts of an upload: those of its kind, and no others. */
export const DatasetFiles = Type.Object(
  { corpus: File, queries: File, qrels: File, pairs: File, texts: File },
  { $id: "DatasetFiles", additionalProperties: false },
);

export const KnownItems = Type.Object(
  {
    user_id: UserId,
    consent: Type.Boolean({ description: "That the user agrees; without it nothing is drawn" }),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  },
  { additionalProperties: false },
);
export type KnownItems = Static<typeof KnownItems>;

export const ExperimentParameters = Type.Object(
  {
    index: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: "Id of an index of models/indexes/, whose model is measured; the active one by default",
      }),
    ),
    mode: Type.Optional(Type.Enum([...SEARCH_MODES], { default: "hybrid", description: "retrieval" })),
    passage_tokens: Type.Optional(
      Type.Integer({
        minimum: 8,
        maximum: 8192,
        description: "Longest passage; that of the index by default",
      }),
    ),
    top_k: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: 10,
        description: "retrieval: hits of each query that the artefact keeps; metrics look at the first 100",
      }),
    ),
    sample: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description: "At most so many queries, pairs or texts, chosen by the seed; all by default",
      }),
    ),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 1 })),
  },
  { $id: "ExperimentParameters", additionalProperties: false },
);
export type ExperimentParameters = Static<typeof ExperimentParameters>;

export const ExperimentCreate = Type.Object(
  {
    name: Name,
    kind: Type.Enum([...EXPERIMENT_KINDS]),
    dataset_id: Type.Optional(Type.String({ maxLength: 100 })),
    known_items: Type.Optional(KnownItems),
    parameters: Type.Optional(ExperimentParameters),
  },
  { $id: "ExperimentCreate", additionalProperties: false },
);
export type ExperimentCreate = Static<typeof ExperimentCreate>;

export const Metric = Type.Object(
  {
    name: Type.String({ examples: ["nDCG@10"] }),
    value: Type.Number(),
    low: Type.Number({ description: "Bounds of the 95 % interval" }),
    high: Type.Number(),
    better: Type.Enum(["higher", "lower"]),
  },
  { $id: "Metric", additionalProperties: false },
);
export type Metric = Static<typeof Metric>;

export const Experiment = Type.Object(
  {
    id: Uuid,
    name: Name,
    kind: Type.Enum([...EXPERIMENT_KINDS]),
    state: Type.Enum([...EXPERIMENT_STATES]),
    dataset: nullable(Type.Object({ id: Uuid, name: Name })),
    user_id: nullable(Type.String(), { description: "Whose documents were searched, with known items" }),
    parameters: Type.Object({
      index: Type.String(),
      mode: nullable(Type.Enum([...SEARCH_MODES])),
      passage_tokens: Type.Integer(),
      top_k: nullable(Type.Integer()),
      sample: nullable(Type.Integer()),
      seed: Type.Integer(),
    }),
    model: Type.String(),
    identity: Type.Record(Type.String(), Type.Unknown(), {
      description: "Of model and passages; vectors of the same identity are the same",
    }),
    measured: nullable(Type.Integer({ description: "Queries, pairs, texts or batches that were measured" })),
    metrics: Type.Array(Metric),
    seconds: nullable(
      Type.Object({
        prepare: Seconds,
        measure: Seconds,
      }),
      { description: "Wall clock of reading and embedding, and of what was measured after it" },
    ),
    machine: nullable(Machine),
    service_version: nullable(Type.String()),
    artefacts: Type.Array(RunFile),
    ...runFields,
  },
  { $id: "Experiment", additionalProperties: false },
);
export type Experiment = Static<typeof Experiment>;

export const ExperimentList = listOf(Experiment, "ExperimentList");
export type ExperimentList = Static<typeof ExperimentList>;

export const ExperimentQuery = Type.Object(
  {
    kind: Type.Optional(Type.Enum([...EXPERIMENT_KINDS])),
    state: Type.Optional(Type.Enum([...EXPERIMENT_STATES])),
    dataset_id: Type.Optional(Uuid),
    user_id: Type.Optional(UserId),
    ...Paging,
  },
  { additionalProperties: false },
);
export type ExperimentQuery = Static<typeof ExperimentQuery>;

export const CompareExperimentsQuery = Type.Object(
  { with: Type.String({ description: "Id of the other run, whose figures are taken off" }) },
  { additionalProperties: false },
);
export type CompareExperimentsQuery = Static<typeof CompareExperimentsQuery>;

const Compared = Type.Object({ id: Uuid, name: Name, model: Type.String() });

export const ExperimentComparison = Type.Object(
  {
    kind: Type.Enum([...EXPERIMENT_KINDS]),
    one: Compared,
    other: Compared,
    paired: Type.Integer({ description: "Queries, pairs or texts that both measured" }),
    differences: Type.Array(
      Type.Object({
        name: Type.String(),
        one: Type.Number(),
        other: Type.Number(),
        difference: Type.Number({ description: "one less other" }),
        low: Type.Number({ description: "Bounds of the 95 % interval of the difference" }),
        high: Type.Number(),
        p: Type.Number({ description: "Two-sided, by the paired bootstrap" }),
        better: Type.Enum(["higher", "lower"]),
      }),
    ),
  },
  { $id: "ExperimentComparison", additionalProperties: false },
);
export type ExperimentComparison = Static<typeof ExperimentComparison>;
