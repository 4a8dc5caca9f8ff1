import { type Static, Type } from "typebox";
import { DocumentSummary, TIMELINE_STEPS } from "./insights.ts";
import { listOf, nullable, Timestamp, TimeZone, Uuid } from "./shapes.ts";

const UserId = Type.String({ minLength: 1, maxLength: 200 });
const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", examples: ["2026-01-31"] });
const Count = Type.Integer({ minimum: 0 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Owner = Type.Object({ user_id: UserId }, { additionalProperties: false });
// Not Type.Tuple, whose JSON schema is one that OpenAPI 3.1 has no more.
const Interval = Type.Unsafe<[number, number]>(
  Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: "95 % interval" }),
);

export const TREND_DIRECTIONS = ["rising", "steady", "fading", "unknown"] as const;

const Trend = Type.Object({
  direction: Type.Enum([...TREND_DIRECTIONS]),
  factor: nullable(Type.Number(), {
    description: "By what the theme's share of all documents changes in a year; 1 is no change",
  }),
  interval: nullable(Interval),
});

/** A mood that is noted with a theme more or less often than elsewhere. An association, no cause. */
const MoodAssociation = Type.Object({
  mood: Type.String(),
  direction: Type.Enum(["more", "less"]),
  share: Type.Number({ description: "Of the theme's documents with a mood" }),
  share_elsewhere: Type.Number(),
  documents: Count,
  sentence: Type.String({ description: "The same in words, as an association" }),
});

export const Theme = Type.Object(
  {
    id: Uuid,
    label: Type.String({ description: "Found: the words that set it apart" }),
    name: nullable(Name, { description: "Given by the user; shown in place of the label" }),
    hidden: Type.Boolean(),
    merged: Type.Array(Uuid, { description: "Themes that the user merged into this one" }),
    documents: Count,
    group: Type.Integer({ description: "Its place in `groups`" }),
    x: Type.Number({ description: "Its place on the map" }),
    y: Type.Number(),
    terms: Type.Array(Type.String(), { description: "Words and phrases that set it apart, the best first" }),
    trend: Trend,
    moods: Type.Array(MoodAssociation),
    first_seen: nullable(Timestamp),
    last_seen: nullable(Timestamp),
    change: Type.Enum(["kept", "new", "split"], { description: "Beside the run before" }),
  },
  { $id: "Theme", additionalProperties: false },
);
export type Theme = Static<typeof Theme>;

export const PATTERN_STATES = ["none", "not_enough", "found"] as const;

/** What the last run found, brought up to date by documents that joined since. */
export const Patterns = Type.Object(
  {
    user_id: Type.String(),
    state: Type.Enum([...PATTERN_STATES], {
      description: "`none`: nothing was looked for yet. `not_enough`: there were too few documents.",
    }),
    least_documents: Type.Integer({ description: "So many make themes" }),
    documents: Count,
    outliers: Type.Integer({ description: "Documents in no theme" }),
    computed_at: nullable(Timestamp),
    changed_since: Type.Integer({ description: "Documents added, changed or deleted since" }),
    job: nullable(
      Type.Object({
        id: Type.String(),
        state: Type.String(),
        progress: nullable(Type.Object({ done: Type.Integer(), total: nullable(Type.Integer()) })),
        error: nullable(Type.String()),
      }),
      { description: "The run that waits or works now, or the last one if it failed" },
    ),
    themes: Type.Array(Theme, { description: "Largest first; hidden ones too" }),
    groups: Type.Array(Type.Object({ label: Type.String(), themes: Type.Array(Uuid) })),
    gone: Type.Array(Type.Object({ id: Uuid, label: Type.String(), into: nullable(Uuid) }), {
      description: "Themes of the run before that are no more; `into` has most of their documents",
    }),
  },
  { $id: "Patterns", additionalProperties: false },
);
export type Patterns = Static<typeof Patterns>;

export const PatternsQuery = Owner;
export type PatternsQuery = Static<typeof PatternsQuery>;

export const FindPatterns = Owner;
export type FindPatterns = Static<typeof FindPatterns>;

/** Every document that has a place, in a theme or not. */
export const PatternMap = Type.Object(
  {
    count: Count,
    results: Type.Array(
      Type.Object({
        document_id: Uuid,
        source: Type.String(),
        source_id: nullable(Type.String()),
        title: Type.String({ description: "Or how the text begins, where there is no title" }),
        date: Timestamp,
        mood: nullable(Type.String()),
        theme_id: nullable(Uuid),
        x: Type.Number(),
        y: Type.Number(),
      }),
    ),
  },
  { $id: "PatternMap", additionalProperties: false },
);
export type PatternMap = Static<typeof PatternMap>;

export const ThemeQuery = Type.Object(
  {
    user_id: UserId,
    step: Type.Optional(Type.Enum([...TIMELINE_STEPS], { default: "month" })),
    time_zone: Type.Optional(TimeZone),
  },
  { additionalProperties: false },
);
export type ThemeQuery = Static<typeof ThemeQuery>;

export const ThemeDetail = Type.Object(
  {
    theme: Theme,
    representatives: Type.Array(
      Type.Object({ document: DocumentSummary, sentence: Type.String(), start: Count, end: Count }),
      { description: "Sentences that stand for it; UTF-16 code units into the document's text" },
    ),
    step: Type.Enum([...TIMELINE_STEPS]),
    time_zone: Type.String(),
    river: Type.Array(Type.Object({ start: Day, count: Count, all: Count }), {
      description: "Documents of the theme and all documents of each step, empty ones too; oldest first",
    }),
    moods: Type.Record(Type.String(), Count, { description: "Its documents by mood" }),
    near: Type.Array(Type.Object({ theme_id: Uuid, cosine: Type.Number() }), {
      description: "The nearest other themes",
    }),
  },
  { $id: "ThemeDetail", additionalProperties: false },
);
export type ThemeDetail = Static<typeof ThemeDetail>;

export const ThemeDocumentsQuery = Type.Object(
  {
    user_id: UserId,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type ThemeDocumentsQuery = Static<typeof ThemeDocumentsQuery>;

/** Newest first. */
export const ThemeDocuments = listOf(DocumentSummary, "ThemeDocuments");
export type ThemeDocuments = Static<typeof ThemeDocuments>;

/** What the user says of a theme; kept over runs. A name of null shows the label again. */
export const ThemeChange = Type.Object(
  { name: Type.Optional(nullable(Name)), hidden: Type.Optional(Type.Boolean()) },
  { $id: "ThemeChange", additionalProperties: false, minProperties: 1 },
);
export type ThemeChange = Static<typeof ThemeChange>;

/** Makes a theme part of another, also in runs to come; `into: null` takes that back. */
export const ThemeMerge = Type.Object(
  { into: nullable(Uuid) },
  { $id: "ThemeMerge", additionalProperties: false },
);
export type ThemeMerge = Static<typeof ThemeMerge>;
