import { EMBEDDING_STATUSES, ERASURE_STATES, INDEX_STATES } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "./moment.ts";

export const embeddingStatus = pgEnum("embedding_status", EMBEDDING_STATUSES);

/** A text of a user. */
export const documents = pgTable(
  "documents",
  {
    id: uuid("id").primaryKey(),
    userId: text("user_id").notNull(),
    title: text("title").notNull(),
    text: text("text").notNull(),
    documentType: text("document_type").notNull(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull(),
    entryDate: moment("entry_date"),
    source: text("source").notNull(),
    sourceId: text("source_id"),
    /** SHA-256 over all that is embedded; the same hash needs no new vectors. */
    contentHash: text("content_hash").notNull(),
    /**
     * Spaces and line ends, and one more: about as many as there are words. Counted once, for the timeline; what is
     * sealed says it itself.
     */
    words: integer("words")
      .notNull()
      .generatedAlwaysAs(
        sql`CASE WHEN text ~ '^sealed:1:[0-9a-f-]{36}:[0-9]{1,9}:' THEN split_part(text, ':', 4)::integer
          ELSE length(text) - length(replace(replace(text, ' ', ''), chr(10), '')) + 1 END`,
      ),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    index("documents_user_created").on(table.userId, table.createdAt, table.id),
    index("documents_user_date").on(table.userId, sql`coalesce(entry_date, created_at)`, table.id),
    index("documents_created").on(table.createdAt, table.id),
    // Finds what is kept no longer.
    index("documents_type_date").on(table.documentType, sql`coalesce(entry_date, created_at)`),
    uniqueIndex("documents_source").on(table.source, table.sourceId).where(sql`source_id IS NOT NULL`),
  ],
);

/**
 * How far the embedding of a document has come. The row is the outbox of the embedding job: what is
 * `pending` has to be embedded, whether or not a job for it still exists.
 *
 * Apart from `documents`, because every update writes a row anew: here that is a few bytes, there the text.
 */
export const embeddingStates = pgTable(
  "embedding_states",
  {
    documentId: uuid("document_id").primaryKey(),
    status: embeddingStatus("status").notNull(),
    error: text("error"),
    /** Counts the changes of content; a result for an older revision is discarded. */
    revision: integer("revision").notNull(),
    /** The job that is at it: only that one may take it on again after a crash. */
    claimedBy: text("claimed_by"),
    /** What stays `pending` or `processing` for long is queued again. */
    changedAt: moment("changed_at").notNull(),
    /** When what is, or was last, to be embedded was written: how long until it is found is counted from here. */
    wantedAt: moment("wanted_at"),
  },
  (table) => [
    index("embedding_states_open").on(table.changedAt).where(sql`status IN ('pending', 'processing')`),
    // Counted again and again, and never many.
    index("embedding_states_failed").on(table.changedAt).where(sql`status = 'failed'`),
  ],
);

export const indexState = pgEnum("index_state", INDEX_STATES);

/** One searchable set of vectors of exactly one model and passage size. One is active; see `models/`. */
export const indexes = pgTable(
  "indexes",
  {
    id: text("id").primaryKey(),
    model: text("model").notNull(),
    /** The whole model identity and passage setting, as it was when the index was made. */
    identity: jsonb("identity").$type<Record<string, unknown>>().notNull(),
    /** The settings that the model is opened by. Null in rows of before there could be two. */
    settings: jsonb("settings").$type<Record<string, unknown>>(),
    dimension: integer("dimension").notNull(),
    /** With an adapter for queries: the index whose vectors it searches, and the run of `tuning/` that made it. */
    baseIndexId: text("base_index_id"),
    tuningId: uuid("tuning_id"),
    state: indexState("state").notNull(),
    /** It becomes active as soon as it is built. */
    activateWhenReady: boolean("activate_when_ready").notNull().default(false),
    /** Documents written so far by the build, of how many, and the last id of them. */
    builtDocuments: integer("built_documents").notNull().default(0),
    documents: integer("documents").notNull().default(0),
    builtUpTo: uuid("built_up_to"),
    error: text("error"),
    createdAt: moment("created_at").notNull(),
    activatedAt: moment("activated_at"),
  },
  (table) => [uniqueIndex("indexes_active").on(table.state).where(sql`state = 'active'`)],
);

/**
 * Which passage of a document has a vector in which index. The vector itself is in the search index: in
 * PGlite its bytes would cost more time than all the rest of a document.
 */
export const embeddings = pgTable(
  "embeddings",
  {
    documentId: uuid("document_id").notNull(),
    indexId: text("index_id").notNull(),
    /** 0-based position within the document. */
    ordinal: integer("ordinal").notNull(),
    /** UTF-16 code units into the document's text, end exclusive. */
    start: integer("start").notNull(),
    end: integer("end").notNull(),
    /** Tokens the model saw, special tokens counted. */
    tokens: integer("tokens").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.indexId, table.ordinal] })],
);

/** The journal of the embedded mode: what MongoDB holds in a deployment with servers. */
export const journalEntries = pgTable(
  "journal_entries",
  {
    id: uuid("id").primaryKey(),
    userId: text("user_id").notNull(),
    title: text("title").notNull().default(""),
    text: text("text").notNull(),
    mood: text("mood"),
    tags: jsonb("tags").$type<string[]>().notNull().default([]),
    entryDate: moment("entry_date"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    index("journal_entries_updated").on(table.updatedAt, table.id),
    index("journal_entries_user").on(table.userId, table.createdAt),
  ],
);

/**
 * Users who asked to be erased. The row stays when everything else is gone: it is the receipt, and it keeps the user
 * from coming back with the next sync.
 */
export const erasures = pgTable("erasures", {
  userId: text("user_id").primaryKey(),
  state: text("state", { enum: ERASURE_STATES }).notNull(),
  jobId: text("job_id").notNull(),
  removed: jsonb("removed").$type<Record<string, number>>().notNull().default({}),
  remaining: jsonb("remaining").$type<Record<string, number>>(),
  error: text("error"),
  requestedAt: moment("requested_at").notNull(),
  completedAt: moment("completed_at"),
});

/** The documents of users who are being erased, until what names their ids elsewhere is gone too. */
export const erasedDocuments = pgTable(
  "erased_documents",
  { userId: text("user_id").notNull(), documentId: uuid("document_id").primaryKey() },
  (table) => [index("erased_documents_user").on(table.userId)],
);

/** Where each journal source has been read up to. */
export const syncState = pgTable("sync_state", {
  source: text("source").primaryKey(),
  cursorUpdatedAt: moment("cursor_updated_at"),
  cursorId: text("cursor_id"),
  /** Where the change stream goes on, as the source wrote it. */
  resumeToken: text("resume_token"),
  /** When the ids of the source were last compared with those here, to find what was deleted there. */
  idsComparedAt: moment("ids_compared_at"),
  lastRunAt: moment("last_run_at"),
  lastResult: jsonb("last_result").$type<Record<string, unknown>>(),
});

/** What the last comparison of the rows with an index found and mended. */
export const reconciliations = pgTable("reconciliations", {
  indexId: text("index_id").primaryKey(),
  startedAt: moment("started_at").notNull(),
  endedAt: moment("ended_at").notNull(),
  report: jsonb("report").$type<Record<string, unknown>>().notNull(),
});

/** Processes of the service that run now, or ran not long ago. Each says every few seconds that it is there. */
export const processes = pgTable("processes", {
  id: uuid("id").primaryKey(),
  host: text("host").notNull(),
  pid: integer("pid").notNull(),
  roles: jsonb("roles").$type<string[]>().notNull(),
  version: text("version").notNull(),
  startedAt: moment("started_at").notNull(),
  seenAt: moment("seen_at").notNull(),
});

/**
 * What happened of late, for those who look on; see `events/`. A trigger (migration `events`) lets one transaction at a
 * time add rows, until it has ended: so rows become visible in the order of their ids. It also notifies `events`.
 */
export const events = pgTable("events", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  /** Null if it concerns no single user. */
  userId: text("user_id"),
  kind: text("kind").notNull(),
  payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
  at: moment("at").notNull().default(sql`clock_timestamp()`),
});
