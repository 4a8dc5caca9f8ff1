import {
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { moment } from "../db/moment.ts";
import { vector } from "./vector-column.ts";

/**
 * The last run of each user for whom one was asked for. Who writes anything of a user's themes locks this row first;
 * where it is gone, the user was erased and nothing is written any more.
 */
export const themeRuns = pgTable("theme_runs", {
  userId: text("user_id").primaryKey(),
  /** Asked for last. */
  jobId: text("job_id"),
  requestedAt: moment("requested_at").notNull(),
  /** Null, with all below, until a run has ended. */
  runId: uuid("run_id"),
  state: text("state", { enum: ["not_enough", "found"] }),
  /** Whose vectors were used; with those of another one nothing can be compared. */
  indexId: text("index_id"),
  /** Documents that the run looked at. */
  documents: integer("documents"),
  computedAt: moment("computed_at"),
});

/** What the last run found. A theme that the user merged into another has its own row all the same. */
export const themes = pgTable(
  "themes",
  {
    id: uuid("id").primaryKey(),
    userId: text("user_id").notNull(),
    label: text("label").notNull(),
    /** The best first. */
    terms: text("terms").array().notNull(),
    /** `ordinal` of `theme_groups`. */
    group: integer("group").notNull(),
    x: doublePrecision("x").notNull(),
    y: doublePrecision("y").notNull(),
    centroid: vector("centroid").notNull(),
    reach: doublePrecision("reach").notNull(),
    /** Trend, moods, first and last seen: with those of the themes merged into it. */
    trend: text("trend", { enum: ["rising", "steady", "fading", "unknown"] }).notNull(),
    trendFactor: doublePrecision("trend_factor"),
    trendLow: doublePrecision("trend_low"),
    trendHigh: doublePrecision("trend_high"),
    firstSeen: moment("first_seen"),
    lastSeen: moment("last_seen"),
    change: text("change", { enum: ["kept", "new", "split"] }).notNull(),
  },
  (table) => [index("themes_user").on(table.userId)],
);

export const themeGroups = pgTable(
  "theme_groups",
  {
    userId: text("user_id").notNull(),
    ordinal: integer("ordinal").notNull(),
    label: text("label").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.ordinal] })],
);

/** Moods that are noted with a theme more or less often than elsewhere, the strongest first. */
export const themeMoods = pgTable(
  "theme_moods",
  {
    userId: text("user_id").notNull(),
    themeId: uuid("theme_id").notNull(),
    ordinal: integer("ordinal").notNull(),
    mood: text("mood").notNull(),
    direction: text("direction", { enum: ["more", "less"] }).notNull(),
    documents: integer("documents").notNull(),
    share: doublePrecision("share").notNull(),
    shareElsewhere: doublePrecision("share_elsewhere").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.themeId, table.ordinal] })],
);

/** Sentences that stand for a theme: UTF-16 code units into the document's text, end exclusive. */
export const themeSentences = pgTable(
  "theme_sentences",
  {
    userId: text("user_id").notNull(),
    themeId: uuid("theme_id").notNull(),
    ordinal: integer("ordinal").notNull(),
    documentId: uuid("document_id").notNull(),
    start: integer("start").notNull(),
    end: integer("end").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.themeId, table.ordinal] })],
);

/** Themes of the run before that are no more. */
export const goneThemes = pgTable(
  "gone_themes",
  {
    userId: text("user_id").notNull(),
    themeId: uuid("theme_id").notNull(),
    /** What the user saw: the name, or else the label. */
    label: text("label").notNull(),
    into: uuid("into"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.themeId] })],
);

export const PLACED = ["run", "changed", "added"] as const;

/** Where each document of a user is, in a theme or not. */
export const themeDocuments = pgTable(
  "theme_documents",
  {
    documentId: uuid("document_id").primaryKey(),
    userId: text("user_id").notNull(),
    themeId: uuid("theme_id"),
    /** Of one that is in no theme: where it was before, so that a theme that comes back is known again. */
    earlierThemeId: uuid("earlier_theme_id"),
    /** Of what its place was found from. */
    contentHash: text("content_hash").notNull(),
    /** By the run; or since, because it was changed, or is new. */
    placed: text("placed", { enum: PLACED }).notNull(),
    x: doublePrecision("x").notNull(),
    y: doublePrecision("y").notNull(),
  },
  (table) => [index("theme_documents_user").on(table.userId, table.themeId, table.placed)],
);

/** What the user said of themes. Kept over runs, also while a theme is gone. */
export const themeSettings = pgTable(
  "theme_settings",
  {
    themeId: uuid("theme_id").primaryKey(),
    userId: text("user_id").notNull(),
    name: text("name"),
    hidden: boolean("hidden").notNull().default(false),
    mergedInto: uuid("merged_into"),
  },
  (table) => [index("theme_settings_user").on(table.userId)],
);
