import { type Static, Type } from "typebox";
import { DateOrTimestamp, MetadataValue, nullable, Timestamp, TimeZone, Uuid } from "./shapes.ts";

export const SEARCH_MODES = ["hybrid", "semantic", "keyword"] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];

/** Ways in which a hit was found. */
export const LEGS = ["semantic", "keyword"] as const;
export type Leg = (typeof LEGS)[number];

const Query = Type.String({ minLength: 1, maxLength: 10_000 });
const TopK = Type.Integer({ minimum: 1, maximum: 1000, default: 10 });
const Threshold = Type.Number({
  minimum: -1,
  maximum: 1,
  description: "Least cosine of a semantic hit; a keyword hit may score less",
});
const Prefix = Type.Boolean({
  default: false,
  description: "For search while typing: words that begin with the last one are found too",
});
export const HIGHLIGHT_MODES = ["words", "sentence"] as const;
export type HighlightMode = (typeof HIGHLIGHT_MODES)[number];
const HighlightBy = Type.Enum([...HIGHLIGHT_MODES], {
  default: "words",
  description:
    "`sentence`: a hit without words of the query gets the sentence of its passage that is nearest in meaning",
});
const Diversify = Type.Number({
  minimum: 0,
  maximum: 1,
  description:
    "Maximal marginal relevance over the first 100 hits: 0 keeps the order, 1 looks at variety alone",
});
const Recency = Type.Number({
  exclusiveMinimum: 0,
  maximum: 36_500,
  description: "Half-life in days: of two equal hits, one that is so much older has half the score",
});
const Dates = Type.Boolean({
  default: false,
  description:
    "Takes words such as `last spring` or `in March 2024` out of the query and filters by these days of `time_zone`",
});
const Rerank = Type.Boolean({
  default: false,
  description: "Has a cross-encoder read the first hits again, if the service is set up with one",
});
const UserId = Type.String({ minLength: 1, maxLength: 200 });

export const SearchRequest = Type.Object(
  {
    query: Query,
    user_id: Type.Optional(UserId),
    document_type: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    metadata: Type.Optional(
      Type.Record(Type.String(), MetadataValue, { description: "Every pair must be equal in the document" }),
    ),
    date_from: Type.Optional(DateOrTimestamp),
    date_to: Type.Optional(DateOrTimestamp),
    mode: Type.Optional(Type.Enum([...SEARCH_MODES], { default: "hybrid" })),
    prefix: Type.Optional(Prefix),
    highlight: Type.Optional(HighlightBy),
    diversify: Type.Optional(Diversify),
    recency: Type.Optional(Recency),
    rerank: Type.Optional(Rerank),
    dates: Type.Optional(Dates),
    time_zone: Type.Optional(TimeZone),
    top_k: Type.Optional(TopK),
    score_threshold: Type.Optional(nullable(Threshold)),
  },
  { $id: "SearchRequest", additionalProperties: false },
);
export type SearchRequest = Static<typeof SearchRequest>;

/** The same as query parameters; metadata is not among them. */
export const SearchQuery = Type.Object(
  {
    query: Query,
    user_id: Type.Optional(UserId),
    document_type: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    date_from: Type.Optional(DateOrTimestamp),
    date_to: Type.Optional(DateOrTimestamp),
    mode: Type.Optional(Type.Enum([...SEARCH_MODES], { default: "hybrid" })),
    prefix: Type.Optional(Prefix),
    highlight: Type.Optional(HighlightBy),
    diversify: Type.Optional(Diversify),
    recency: Type.Optional(Recency),
    rerank: Type.Optional(Rerank),
    dates: Type.Optional(Dates),
    time_zone: Type.Optional(TimeZone),
    top_k: Type.Optional(TopK),
    score_threshold: Type.Optional(Threshold),
  },
  { additionalProperties: false },
);
export type SearchQuery = Static<typeof SearchQuery>;

export const Highlight = Type.Object(
  {
    start: Type.Integer({ description: "UTF-16 code units into text" }),
    end: Type.Integer({ description: "UTF-16 code units into text, exclusive" }),
    kind: Type.Enum(["word", "sentence"]),
  },
  { $id: "Highlight", additionalProperties: false },
);
export type Highlight = Static<typeof Highlight>;

export const SearchHit = Type.Object(
  {
    document_id: Uuid,
    score: nullable(
      Type.Number({
        description: "Cosine of the best passage, whichever leg found it; null while the embedder is down",
      }),
    ),
    title: Type.String(),
    text: Type.String(),
    document_type: Type.String(),
    source: Type.String(),
    source_id: nullable(Type.String({ description: "Of a journal entry, its id in the journal" })),
    metadata: Type.Record(Type.String(), Type.Unknown()),
    entry_date: nullable(Timestamp),
    created_at: Timestamp,
    passage: Type.Object({
      text: Type.String(),
      start: Type.Integer({ description: "UTF-16 code units into text" }),
      end: Type.Integer({ description: "UTF-16 code units into text, exclusive" }),
    }),
    highlights: Type.Array(Highlight, {
      description:
        "Within the passage: words of the query in any form, or one sentence where it was asked for",
    }),
    matched_by: Type.Array(Type.Enum([...LEGS])),
    ranks: Type.Object(
      { semantic: nullable(Type.Integer()), keyword: nullable(Type.Integer()) },
      { description: "1-based rank in each leg; null where the leg did not find the document" },
    ),
    scores: Type.Object(
      {
        semantic: nullable(Type.Number({ description: "Cosine of the best passage, -1 to 1" })),
        keyword: nullable(
          Type.Number({ description: "BM25, above 0; comparable within one answer, without an upper bound" }),
        ),
        rerank: Type.Optional(
          Type.Number({ description: "Relevance of a hit that the cross-encoder has read, 0 to 1" }),
        ),
      },
      {
        description:
          "Score in each leg, from which the order is made; null where it did not find the document",
      },
    ),
  },
  { $id: "SearchHit", additionalProperties: false },
);
export type SearchHit = Static<typeof SearchHit>;

export const SimilarQuery = Type.Object({ top_k: Type.Optional(TopK) }, { additionalProperties: false });
export type SimilarQuery = Static<typeof SimilarQuery>;

export const SimilarDocuments = Type.Object(
  {
    document_id: Uuid,
    count: Type.Integer(),
    results: Type.Array(SearchHit),
    indexed: Type.Boolean({ description: "False while the document itself is not in the index yet" }),
  },
  { $id: "SimilarDocuments", additionalProperties: false },
);
export type SimilarDocuments = Static<typeof SimilarDocuments>;

export const RERANK_REASONS = ["not_configured", "over_budget", "unavailable"] as const;

/** What became of re-ranking. */
export const RerankOutcome = Type.Object(
  {
    applied: Type.Boolean({ description: "False: the order is that without re-ranking" }),
    model: nullable(Type.String()),
    documents: Type.Integer({ description: "How many hits were read again" }),
    reason: nullable(Type.Enum([...RERANK_REASONS], { description: "Why it was not applied" })),
  },
  { $id: "RerankOutcome", additionalProperties: false },
);
export type RerankOutcome = Static<typeof RerankOutcome>;

const DayOrOpen = nullable(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", examples: ["2026-01-31"] }));

/** What was understood of the dates in a query. */
export const UnderstoodDates = Type.Object(
  {
    from: DayOrOpen,
    to: DayOrOpen,
    time_zone: Type.String(),
    words: Type.String({ description: "The words of the query that named them" }),
    query: Type.String({ description: "What was searched: the query without them, if others are left" }),
  },
  { $id: "UnderstoodDates", additionalProperties: false },
);
export type UnderstoodDates = Static<typeof UnderstoodDates>;

export const SearchResponse = Type.Object(
  {
    query: Type.String(),
    mode: Type.Enum([...SEARCH_MODES]),
    count: Type.Integer(),
    results: Type.Array(SearchHit),
    took_ms: Type.Number(),
    model: Type.String(),
    degraded: Type.Boolean({ description: "True when the embedder is down and only words were searched" }),
    rerank: Type.Optional(RerankOutcome),
    dates: Type.Optional(
      nullable(UnderstoodDates, {
        description: "Only with `dates`: both days included, null where it is open",
      }),
    ),
  },
  { $id: "SearchResponse", additionalProperties: false },
);
export type SearchResponse = Static<typeof SearchResponse>;
