import { type Static, Type } from "typebox";
import { listOf, Timestamp, Uuid } from "./shapes.ts";

export const Embedding = Type.Object(
  {
    id: Type.String({ description: "document id, index id and ordinal, joined by dots" }),
    document_id: Uuid,
    index_id: Type.String(),
    model: Type.String(),
    dimension: Type.Integer(),
    ordinal: Type.Integer({ description: "0-based position of the passage within the document" }),
    start: Type.Integer({ description: "UTF-16 code units into the document's text" }),
    end: Type.Integer({ description: "UTF-16 code units into the document's text, exclusive" }),
    tokens: Type.Integer({ description: "Tokens the model saw, special tokens counted" }),
    created_at: Timestamp,
    vector: Type.Optional(Type.Array(Type.Number(), { description: "With include=vector only" })),
  },
  { $id: "Embedding", additionalProperties: false },
);
export type Embedding = Static<typeof Embedding>;

export const EmbeddingList = listOf(Embedding, "EmbeddingList");
export type EmbeddingList = Static<typeof EmbeddingList>;

const Include = Type.Enum(["vector"]);

export const EmbeddingQuery = Type.Object(
  {
    document_id: Type.Optional(Uuid),
    index_id: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
    include: Type.Optional(Include),
  },
  { additionalProperties: false },
);
export type EmbeddingQuery = Static<typeof EmbeddingQuery>;

export const EmbeddingGetQuery = Type.Object(
  { include: Type.Optional(Include) },
  { additionalProperties: false },
);
export type EmbeddingGetQuery = Static<typeof EmbeddingGetQuery>;
