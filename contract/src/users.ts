import { type Static, Type } from "typebox";
import { Document, EMBEDDING_STATUSES } from "./documents.ts";
import { Dataset, Experiment } from "./experiments.ts";
import { Feedback } from "./feedback.ts";
import { Theme } from "./patterns.ts";
import { listOf, nullable, Timestamp, Uuid } from "./shapes.ts";

export const EXPORT_FORMATS = ["json", "markdown"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const ExportQuery = Type.Object(
  { format: Type.Optional(Type.Enum([...EXPORT_FORMATS], { default: "json" })) },
  { additionalProperties: false },
);
export type ExportQuery = Static<typeof ExportQuery>;

const ExportedTheme = Type.Object({ ...Theme.properties, document_ids: Type.Array(Uuid) });

/** Everything of a user as JSON. Streamed: each document stands on a line of its own. */
export const UserExport = Type.Object(
  {
    user_id: Type.String(),
    exported_at: Timestamp,
    model: Type.String({ description: "The model that the documents are embedded with" }),
    datasets: Type.Array(Dataset, { description: "That were drawn from the documents" }),
    experiments: Type.Array(Experiment, { description: "That searched the documents" }),
    documents: Type.Array(Document, { description: "In the order in which they were created" }),
    search_feedback: Type.Array(Feedback, { description: "Oldest first" }),
    themes: Type.Array(ExportedTheme, { description: "The largest first, hidden ones too" }),
  },
  { $id: "UserExport", additionalProperties: false },
);
export type UserExport = Static<typeof UserExport>;

/** What was there of a user in each store: numbers of things. */
export const UserFootprint = Type.Object(
  {
    documents: Type.Integer(),
    embeddings: Type.Integer(),
    index_passages: Type.Integer(),
    journal_entries: Type.Integer(),
    jobs: Type.Integer(),
    events: Type.Integer(),
    experiments: Type.Integer({ description: "With the datasets drawn from the user's documents" }),
    objects: Type.Integer(),
    search_feedback: Type.Integer(),
    adapters: Type.Integer({ description: "Learned from pairs of this user, with all that is kept of them" }),
    themes: Type.Integer({ description: "Themes, and what the user said of themes" }),
    encryption_keys: Type.Integer({ description: "What the user's texts were encrypted with" }),
    api_keys: Type.Integer({ description: "Keys that were bound to the user; they are revoked" }),
    audit_entries: Type.Integer({ description: "Entries of the audit log that no longer name the user" }),
  },
  { $id: "UserFootprint", additionalProperties: false },
);
export type UserFootprint = Static<typeof UserFootprint>;

export const ERASURE_STATES = ["running", "completed", "failed"] as const;

/** Proof of an erasure. Its user stays erased: what comes in for that id later is refused. */
export const ErasureReceipt = Type.Object(
  {
    user_id: Type.String(),
    state: Type.Enum([...ERASURE_STATES]),
    requested_at: Timestamp,
    completed_at: nullable(Timestamp),
    removed: UserFootprint,
    remaining: nullable(UserFootprint),
    job_id: Type.String(),
    error: nullable(Type.String()),
  },
  { $id: "ErasureReceipt", additionalProperties: false },
);
export type ErasureReceipt = Static<typeof ErasureReceipt>;

/** A user who has documents, in numbers only. */
export const UserSummary = Type.Object(
  {
    user_id: Type.String(),
    documents: Type.Record(Type.Enum([...EMBEDDING_STATUSES]), Type.Integer({ minimum: 0 }), {
      description: "How many, by the state of their embedding",
    }),
    last_created_at: nullable(Timestamp, { description: "When the newest document came" }),
    erasure: nullable(Type.Enum([...ERASURE_STATES]), { description: "How far it is, if one was asked for" }),
  },
  { $id: "UserSummary", additionalProperties: false },
);
export type UserSummary = Static<typeof UserSummary>;

export const UserList = listOf(UserSummary, "UserList");
export type UserList = Static<typeof UserList>;

export const UserQuery = Type.Object(
  {
    prefix: Type.Optional(Type.String({ maxLength: 200, description: "How their ids begin" })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type UserQuery = Static<typeof UserQuery>;
