import { type Static, Type } from "typebox";
import { DateOrTimestamp, MetadataValue, nullable, Timestamp, Uuid } from "./shapes.ts";

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
    top_k: Type.Optional(TopK),
    score_threshold: Type.Optional(Threshold),
  },
  { additionalProperties: false },
);
export type SearchQuery = Static<typeof SearchQuery>;

export const SearchHit = Type.Object(
  {
    document_id: Uuid,
    score: nullable(
      Type.Number({ description: "Cosine of the best passage; null while the embedder is down" }),
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
    highlights: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer() }), {
      description: "Words of the query within the passage, in any form; UTF-16 code units into text",
    }),
    matched_by: Type.Array(Type.Enum([...LEGS])),
    ranks: Type.Object(
      { semantic: nullable(Type.Integer()), keyword: nullable(Type.Integer()) },
      { description: "1-based rank in each leg" },
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

export const SearchResponse = Type.Object(
  {
    query: Type.String(),
    mode: Type.Enum([...SEARCH_MODES]),
    count: Type.Integer(),
    results: Type.Array(SearchHit),
    took_ms: Type.Number(),
    model: Type.String(),
    degraded: Type.Boolean({ description: "True when the embedder is down and only words were searched" }),
  },
  { $id: "SearchResponse", additionalProperties: false },
);
export type SearchResponse = Static<typeof SearchResponse>;
