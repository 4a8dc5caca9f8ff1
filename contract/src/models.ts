import { type Static, Type } from "typebox";
import { nullable, Timestamp } from "./shapes.ts";

export const RecreatedIndex = Type.Object(
  { index_id: Type.String(), queued: Type.Integer({ description: "Documents that will be embedded again" }) },
  { $id: "RecreatedIndex", additionalProperties: false },
);
export type RecreatedIndex = Static<typeof RecreatedIndex>;

/** What the last comparison of the rows with the active index found and mended. */
export const Reconciliation = Type.Object(
  {
    index_id: Type.String(),
    started_at: Timestamp,
    ended_at: Timestamp,
    compared: Type.Integer({ description: "Documents that are completed, in the index, or both" }),
    queued: Type.Integer({ description: "Documents that the index lacked; they are embedded again" }),
    removed: Type.Integer({ description: "Documents that only the index had; they were removed from it" }),
    passages: Type.Integer({ description: "Passages that the rows name" }),
    passages_indexed: Type.Integer({ description: "Passages that the index has" }),
  },
  { $id: "Reconciliation", additionalProperties: false },
);
export type Reconciliation = Static<typeof Reconciliation>;

/**
 * building: it is being filled, searches do not see it. paused: the same, and nobody is at it. failed: it lacks
 * documents, see `error`. ready: whole and kept up to date, may be activated. active: answers searches. dropped: gone.
 */
export const INDEX_STATES = ["building", "paused", "failed", "ready", "active", "dropped"] as const;
export type IndexState = (typeof INDEX_STATES)[number];

export const ModelIndex = Type.Object(
  {
    id: Type.String(),
    model: Type.String(),
    dimension: Type.Integer(),
    base_index: nullable(Type.String(), {
      description: "The index whose vectors it searches, where only queries are embedded in another way",
    }),
    tuning_id: nullable(Type.String(), {
      description: "The run of tuning/ whose adapter its queries go through",
    }),
    passage_tokens: Type.Integer(),
    state: Type.Enum([...INDEX_STATES]),
    activate_when_ready: Type.Boolean(),
    progress: nullable(
      Type.Object(
        { done: Type.Integer(), total: Type.Integer() },
        { description: "Documents, while it is built" },
      ),
    ),
    error: nullable(Type.String()),
    created_at: Timestamp,
    activated_at: nullable(Timestamp),
  },
  { $id: "ModelIndex", additionalProperties: false },
);
export type ModelIndex = Static<typeof ModelIndex>;

export const ModelIndexList = Type.Object(
  { count: Type.Integer(), results: Type.Array(ModelIndex) },
  { $id: "ModelIndexList", additionalProperties: false },
);
export type ModelIndexList = Static<typeof ModelIndexList>;

export const BuildIndex = Type.Object(
  {
    model: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: "As in EMBEDDING_MODEL; the configured one by default",
      }),
    ),
    model_file: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    dimension: Type.Optional(Type.Integer({ minimum: 1, maximum: 16_384 })),
    passage_tokens: Type.Optional(Type.Integer({ minimum: 8, maximum: 8192 })),
    activate_when_ready: Type.Optional(Type.Boolean({ default: false })),
  },
  { $id: "BuildIndex", additionalProperties: false },
);
export type BuildIndex = Static<typeof BuildIndex>;

export const IndexPreviewQuery = Type.Object(
  {
    model: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    model_file: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    dimension: Type.Optional(Type.Integer({ minimum: 1, maximum: 16_384 })),
    passage_tokens: Type.Optional(Type.Integer({ minimum: 8, maximum: 8192 })),
  },
  { additionalProperties: false },
);
export type IndexPreviewQuery = Static<typeof IndexPreviewQuery>;

/** What building an index would take. */
export const IndexPreview = Type.Object(
  {
    model: Type.String(),
    provider: nullable(Type.String(), { description: "Null for a model on this machine" }),
    dimension: Type.Integer(),
    passage_tokens: Type.Integer(),
    documents: Type.Integer(),
    sampled: Type.Integer({ description: "Documents that were split to estimate the rest" }),
    passages: Type.Integer({ description: "Estimated" }),
    tokens: Type.Integer({ description: "Estimated; at a provider on the high side" }),
    cost_usd: nullable(Type.Number(), {
      description: "Null where nothing or an unknown price is to be paid",
    }),
    seconds: Type.Number({
      description: "Estimated, without waiting for limits of a provider or of the budget",
    }),
    budget_days: nullable(Type.Integer(), {
      description: "Days over which the daily budget spreads it; null without one that matters",
    }),
    exists: nullable(Type.String(), {
      description: "Id of the index, if there is one of this model already",
    }),
  },
  { $id: "IndexPreview", additionalProperties: false },
);
export type IndexPreview = Static<typeof IndexPreview>;

export const CompareIndexes = Type.Object(
  {
    queries: Type.Array(
      Type.Object(
        {
          query: Type.String({ minLength: 1, maxLength: 10_000 }),
          user_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          relevant: Type.Optional(
            Type.Array(Type.String(), { maxItems: 1000, description: "Ids of the documents that answer it" }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
    with: Type.Optional(Type.String({ description: "The other index; the active one by default" })),
    top_k: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10 })),
  },
  { $id: "CompareIndexes", additionalProperties: false },
);
export type CompareIndexes = Static<typeof CompareIndexes>;

const Quality = Type.Object({
  index: Type.String(),
  model: Type.String(),
  ndcg: nullable(Type.Number({ description: "Mean nDCG at top_k over the queries with relevant documents" })),
  top_score: nullable(Type.Number({ description: "Median cosine of the first hit" })),
});

export const IndexComparison = Type.Object(
  {
    queries: Type.Integer(),
    top_k: Type.Integer(),
    overlap: Type.Number({ description: "Mean share of the top_k documents that both found, 0 to 1" }),
    same_first: Type.Number({ description: "Share of the queries whose first hit is the same" }),
    one: Quality,
    other: Quality,
  },
  { $id: "IndexComparison", additionalProperties: false },
);
export type IndexComparison = Static<typeof IndexComparison>;
