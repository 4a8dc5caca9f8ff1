import { type Static, Type } from "typebox";
import { DateOrTimestamp, nullable, Timestamp, TimeZone, Uuid } from "./shapes.ts";

const UserId = Type.String({ minLength: 1, maxLength: 200 });
const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", examples: ["2026-01-31"] });

/** A document as a list of insights shows it. */
export const DocumentSummary = Type.Object(
  {
    document_id: Uuid,
    source: Type.String(),
    source_id: nullable(Type.String()),
    title: Type.String(),
    excerpt: Type.String({ description: "The beginning of the text, cut between words" }),
    document_type: Type.String(),
    mood: nullable(Type.String({ description: "`mood` of the metadata" })),
    entry_date: nullable(Timestamp),
    created_at: Timestamp,
  },
  { $id: "DocumentSummary", additionalProperties: false },
);
export type DocumentSummary = Static<typeof DocumentSummary>;

export const OnThisDayQuery = Type.Object(
  { user_id: UserId, date: Type.Optional(Day), time_zone: Type.Optional(TimeZone) },
  { additionalProperties: false },
);
export type OnThisDayQuery = Static<typeof OnThisDayQuery>;

export const OnThisDay = Type.Object(
  {
    date: Day,
    time_zone: Type.String(),
    results: Type.Array(
      Type.Object({ years_ago: Type.Integer({ minimum: 1 }), documents: Type.Array(DocumentSummary) }),
    ),
  },
  { $id: "OnThisDay", additionalProperties: false },
);
export type OnThisDay = Static<typeof OnThisDay>;

export const TIMELINE_STEPS = ["day", "week", "month", "year"] as const;
export type TimelineStep = (typeof TIMELINE_STEPS)[number];

export const TimelineQuery = Type.Object(
  {
    user_id: UserId,
    step: Type.Optional(Type.Enum([...TIMELINE_STEPS], { default: "month" })),
    date_from: Type.Optional(DateOrTimestamp),
    date_to: Type.Optional(DateOrTimestamp),
    document_type: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    time_zone: Type.Optional(TimeZone),
  },
  { additionalProperties: false },
);
export type TimelineQuery = Static<typeof TimelineQuery>;

export const Timeline = Type.Object(
  {
    step: Type.Enum([...TIMELINE_STEPS]),
    time_zone: Type.String(),
    count: Type.Integer({ description: "Documents in all" }),
    moods: Type.Record(Type.String(), Type.Integer(), { description: "Documents by mood, in all" }),
    results: Type.Array(
      Type.Object({
        start: Day,
        count: Type.Integer(),
        words: Type.Integer(),
        moods: Type.Record(Type.String(), Type.Integer()),
      }),
      { description: "Every step from the first document to the last, empty ones too; oldest first" },
    ),
  },
  { $id: "Timeline", additionalProperties: false },
);
export type Timeline = Static<typeof Timeline>;

export const StreaksQuery = Type.Object(
  { user_id: UserId, time_zone: Type.Optional(TimeZone) },
  { additionalProperties: false },
);
export type StreaksQuery = Static<typeof StreaksQuery>;

const Streak = Type.Object({ days: Type.Integer(), from: nullable(Day), to: nullable(Day) });
export const Streaks = Type.Object(
  {
    time_zone: Type.String(),
    days_written: Type.Integer(),
    current: Streak,
    longest: Streak,
  },
  { $id: "Streaks", additionalProperties: false },
);
export type Streaks = Static<typeof Streaks>;

export const EchoesQuery = Type.Object(
  { user_id: UserId, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 5 })) },
  { additionalProperties: false },
);
export type EchoesQuery = Static<typeof EchoesQuery>;

/** Old documents near to new ones. */
export const Echoes = Type.Object(
  {
    count: Type.Integer(),
    results: Type.Array(
      Type.Object({ score: Type.Number(), recent: DocumentSummary, earlier: DocumentSummary }),
    ),
  },
  { $id: "Echoes", additionalProperties: false },
);
export type Echoes = Static<typeof Echoes>;
