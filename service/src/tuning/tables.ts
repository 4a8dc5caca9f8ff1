import { PAIR_SOURCES, TUNING_STATES, VERDICTS } from "@cosmic/contract";
import { sql } from "drizzle-orm";
import { doublePrecision, index, integer, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "../db/moment.ts";
import { datasets } from "../experiments/tables.ts";

/** A training of an adapter. What it learned is in the object store; see `tuning-files.ts`. */
export const tuningRuns = pgTable(
  "tuning_runs",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    state: text("state", { enum: TUNING_STATES }).notNull(),
    /** Of `models/indexes/`: it holds the vectors that the adapter's queries are compared with. */
    baseIndexId: text("base_index_id").notNull(),
    baseModel: text("base_model").notNull(),
    source: text("source", { enum: PAIR_SOURCES }).notNull(),
    /** Null once the dataset was erased with its user. */
    datasetId: uuid("dataset_id").references(() => datasets.id, { onDelete: "set null" }),
    /** Whose pairs alone it learns from. */
    userId: text("user_id"),
    rank: integer("rank"),
    epochs: integer("epochs").notNull(),
    learningRate: doublePrecision("learning_rate").notNull(),
    batch: integer("batch").notNull(),
    temperature: doublePrecision("temperature").notNull(),
    hardNegatives: integer("hard_negatives").notNull(),
    seed: integer("seed").notNull(),
    heldOutShare: doublePrecision("held_out_share").notNull(),
    trainingPairs: integer("training_pairs"),
    validationPairs: integer("validation_pairs"),
    testPairs: integer("test_pairs"),
    testQueries: integer("test_queries"),
    documents: integer("documents"),
    bestEpoch: integer("best_epoch"),
    verdict: text("verdict", { enum: VERDICTS }),
    prepareSeconds: doublePrecision("prepare_seconds"),
    trainSeconds: doublePrecision("train_seconds"),
    cores: integer("cores"),
    cpu: text("cpu"),
    node: text("node"),
    serviceVersion: text("service_version"),
    checkpointBytes: integer("checkpoint_bytes"),
    cardBytes: integer("card_bytes"),
    /** Of the checkpoint, hex. */
    sha256: text("sha256"),
    jobId: text("job_id"),
    error: text("error"),
    createdAt: moment("created_at").notNull(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("tuning_runs_dataset").on(table.datasetId),
    index("tuning_runs_open").on(table.state).where(sql`state IN ('pending', 'running')`),
  ],
);

const runId = () =>
  uuid("run_id")
    .notNull()
    .references(() => tuningRuns.id, { onDelete: "cascade" });

/** The loss curve. */
export const tuningEpochs = pgTable(
  "tuning_epochs",
  {
    runId: runId(),
    epoch: integer("epoch").notNull(),
    trainingLoss: real("training_loss"),
    validationLoss: real("validation_loss").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.epoch] })],
);

/** Base and adapter on the test pairs, each with its 95 % interval. */
export const tuningMetrics = pgTable(
  "tuning_metrics",
  {
    runId: runId(),
    /** In the order in which they are shown; the first one decides. */
    position: integer("position").notNull(),
    name: text("name").notNull(),
    base: doublePrecision("base").notNull(),
    baseLow: doublePrecision("base_low").notNull(),
    baseHigh: doublePrecision("base_high").notNull(),
    adapter: doublePrecision("adapter").notNull(),
    adapterLow: doublePrecision("adapter_low").notNull(),
    adapterHigh: doublePrecision("adapter_high").notNull(),
    difference: doublePrecision("difference").notNull(),
    differenceLow: doublePrecision("difference_low").notNull(),
    differenceHigh: doublePrecision("difference_high").notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.position] })],
);

/** Whose pairs a run learns from. Noted before they are read: an erasure finds every run that may know them. */
export const tuningUsers = pgTable(
  "tuning_users",
  { runId: runId(), userId: text("user_id").notNull() },
  (table) => [
    primaryKey({ columns: [table.runId, table.userId] }),
    index("tuning_users_user").on(table.userId),
  ],
);
