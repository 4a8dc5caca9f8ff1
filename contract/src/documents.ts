import { type Static, Type } from "typebox";
import { DateOrTimestamp, listOf, nullable, Timestamp, Uuid } from "./shapes.ts";

export const EMBEDDING_STATUSES = ["pending", "processing", "completed", "failed"] as const;
export type EmbeddingStatus = (typeof EMBEDDING_STATUSES)[number];

const Status = Type.Enum([...EMBEDDING_STATUSES]);
const UserId = Type.String({ minLength: 1, maxLength: 200 });
const Title = Type.String({ maxLength: 1000 });
const Text = Type.String({
  description: "At least one character that is not white space; at most 1 MB of UTF-8",
});
const DocumentType = Type.String({ minLength: 1, maxLength: 100, examples: ["journal_entry"] });
const Metadata = Type.Record(Type.String(), Type.Unknown(), { description: "Anything, up to 64 kB of JSON" });

export const Document = Type.Object(
  {
    id: Uuid,
    user_id: Type.String(),
    title: Type.String(),
    text: Type.String(),
    document_type: Type.String(),
    metadata: Metadata,
    entry_date: nullable(Timestamp),
    source: Type.String(),
    source_id: nullable(Type.String()),
    embedding_status: Status,
    embedding_error: nullable(Type.String()),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: "Document", additionalProperties: false },
);
export type Document = Static<typeof Document>;

export const DocumentCreate = Type.Object(
  {
    user_id: UserId,
    text: Text,
    title: Type.Optional(Title),
    document_type: Type.Optional(DocumentType),
    metadata: Type.Optional(Metadata),
    entry_date: Type.Optional(nullable(DateOrTimestamp)),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    source_id: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200 }))),
  },
  { $id: "DocumentCreate", additionalProperties: false },
);
export type DocumentCreate = Static<typeof DocumentCreate>;

export const DocumentPatch = Type.Object(
  {
    text: Type.Optional(Text),
    title: Type.Optional(Title),
    document_type: Type.Optional(DocumentType),
    metadata: Type.Optional(Metadata),
    entry_date: Type.Optional(nullable(DateOrTimestamp)),
  },
  { $id: "DocumentPatch", additionalProperties: false },
);
export type DocumentPatch = Static<typeof DocumentPatch>;

export const DocumentList = listOf(Document, "DocumentList");
export type DocumentList = Static<typeof DocumentList>;

export const SOURCE_IDS_LIMIT = 200;

export const DocumentQuery = Type.Object(
  {
    user_id: Type.Optional(UserId),
    document_type: Type.Optional(DocumentType),
    embedding_status: Type.Optional(Status),
    source: Type.Optional(Type.String()),
    source_id: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }))], {
        description: `Ids in \`source\`, which has to be given too: up to ${SOURCE_IDS_LIMIT}, with commas between them or the parameter repeated. An id that has a comma itself cannot be asked for.`,
      }),
    ),
    date_from: Type.Optional(DateOrTimestamp),
    date_to: Type.Optional(DateOrTimestamp),
    q: Type.Optional(Type.String({ description: "Part of the title or text, letter case ignored" })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type DocumentQuery = Static<typeof DocumentQuery>;

const { title: _title, text: _text, metadata: _metadata, ...WITHOUT_WORDS } = Document.properties;

/** A document without anything that its user wrote. */
export const DocumentState = Type.Object(WITHOUT_WORDS, {
  $id: "DocumentState",
  additionalProperties: false,
});
export type DocumentState = Static<typeof DocumentState>;

export const DocumentStateList = listOf(DocumentState, "DocumentStateList");
export type DocumentStateList = Static<typeof DocumentStateList>;

const { q: _q, source_id: _sourceId, ...FILTERS } = DocumentQuery.properties;

export const DocumentStateQuery = Type.Object(
  { document_id: Type.Optional(Uuid), ...FILTERS },
  { additionalProperties: false },
);
export type DocumentStateQuery = Static<typeof DocumentStateQuery>;

export const BULK_LIMIT = 1000;

/** Items are checked one by one, so that one bad item does not refuse the others. */
export const BulkCreate = Type.Union(
  [
    Type.Object({ documents: Type.Array(Type.Unknown()) }, { additionalProperties: false }),
    Type.Array(Type.Unknown()),
  ],
  { $id: "BulkCreate", description: `Up to ${BULK_LIMIT} documents, as \`documents\` or as a bare array` },
);
export type BulkCreate = Static<typeof BulkCreate>;

export const BulkResult = Type.Object(
  {
    created: Type.Integer(),
    failed: Type.Integer(),
    results: Type.Array(
      Type.Object({
        index: Type.Integer({ description: "0-based position in the request" }),
        id: Type.Optional(Uuid),
        error: Type.Optional(
          Type.Object({ code: Type.String(), detail: Type.String(), field: Type.Optional(Type.String()) }),
        ),
      }),
    ),
  },
  { $id: "BulkResult", additionalProperties: false },
);
export type BulkResult = Static<typeof BulkResult>;

export const RetriedDocuments = Type.Object(
  { queued: Type.Integer({ description: "Failed documents that will be embedded again" }) },
  { $id: "RetriedDocuments", additionalProperties: false },
);
export type RetriedDocuments = Static<typeof RetriedDocuments>;
