import {
  DATASET_KINDS,
  DATASET_SOURCES,
  EXPERIMENT_KINDS,
  EXPERIMENT_STATES,
  SEARCH_MODES,
} from "@cosmic/contract";
import { sql } from "drizzle-orm";
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "../db/moment.ts";

/** Texts to measure on. The files are in the object store; see `datasets/dataset-files.ts`. */
export const datasets = pgTable(
  "datasets",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    kind: text("kind", { enum: DATASET_KINDS }).notNull(),
    source: text("source", { enum: DATASET_SOURCES }).notNull(),
    /** `uploading` until its files are whole and checked: nobody sees it before. */
    state: text("state", { enum: ["uploading", "ready"] }).notNull(),
    /** Whose documents it was drawn from, and when this user's consent was given. */
    userId: text("user_id"),
    consentedAt: moment("consented_at"),
    licence: text("licence"),
    items: integer("items").notNull().default(0),
    documents: integer("documents"),
    judgements: integer("judgements"),
    labels: integer("labels"),
    bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
    sha256: text("sha256").notNull().default(""),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("datasets_name").on(table.name).where(sql`state = 'ready'`),
    index("datasets_user").on(table.userId).where(sql`user_id IS NOT NULL`),
  ],
);

/** A run that measures a model. What it measured item by item is an artefact in the object store. */
export const experiments = pgTable(
  "experiments",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    kind: text("kind", { enum: EXPERIMENT_KINDS }).notNull(),
    state: text("state", { enum: EXPERIMENT_STATES }).notNull(),
    datasetId: uuid("dataset_id").references(() => datasets.id),
    /** Whose documents are searched, where the dataset was drawn from them. */
    userId: text("user_id"),
    /** Of `models/indexes/`: the model of this index is measured. */
    indexId: text("index_id").notNull(),
    model: text("model").notNull(),
    /** Of model and passages, as they were when the run was made. */
    identity: jsonb("identity").$type<Record<string, unknown>>().notNull(),
    passageTokens: integer("passage_tokens").notNull(),
    mode: text("mode", { enum: SEARCH_MODES }),
    topK: integer("top_k"),
    sample: integer("sample"),
    seed: integer("seed").notNull(),
    jobId: text("job_id"),
    /** A search index that exists for this run only, until it is dropped. */
    scratchIndex: text("scratch_index"),
    measured: integer("measured"),
    prepareSeconds: doublePrecision("prepare_seconds"),
    measureSeconds: doublePrecision("measure_seconds"),
    cores: integer("cores"),
    cpu: text("cpu"),
    node: text("node"),
    serviceVersion: text("service_version"),
    artefactBytes: bigint("artefact_bytes", { mode: "number" }),
    error: text("error"),
    createdAt: moment("created_at").notNull(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("experiments_dataset").on(table.datasetId),
    index("experiments_user").on(table.userId).where(sql`user_id IS NOT NULL`),
    index("experiments_open").on(table.state).where(sql`state IN ('pending', 'running')`),
  ],
);

export const experimentMetrics = pgTable(
  "experiment_metrics",
  {
    experimentId: uuid("experiment_id")
      .notNull()
      .references(() => experiments.id, { onDelete: "cascade" }),
    /** In the order in which they are shown. */
    position: integer("position").notNull(),
    name: text("name").notNull(),
    value: doublePrecision("value").notNull(),
    low: doublePrecision("low").notNull(),
    high: doublePrecision("high").notNull(),
    better: text("better", { enum: ["higher", "lower"] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.position] })],
);
