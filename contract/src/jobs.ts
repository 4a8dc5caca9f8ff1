import { type Static, Type } from "typebox";
import { listOf, Timestamp } from "./shapes.ts";

export const JOB_STATES = ["waiting", "active", "completed", "failed", "cancelled"] as const;
export type JobState = (typeof JOB_STATES)[number];

export const JobSummary = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    state: Type.Enum([...JOB_STATES]),
    attempt: Type.Integer({ description: "Tries begun so far" }),
    attempts: Type.Integer({ description: "Tries allowed" }),
    progress: Type.Optional(
      Type.Object({
        done: Type.Integer(),
        total: Type.Integer(),
        message: Type.Optional(Type.String()),
      }),
    ),
    payload: Type.Unknown(),
    result: Type.Optional(Type.Unknown()),
    error: Type.Optional(Type.String({ description: "Why the last try failed" })),
    created_at: Timestamp,
    started_at: Type.Union([Timestamp, Type.Null()]),
    ended_at: Type.Union([Timestamp, Type.Null()]),
  },
  { $id: "Job", additionalProperties: false },
);
export type JobSummary = Static<typeof JobSummary>;

export const JobList = listOf(JobSummary, "JobList");
export type JobList = Static<typeof JobList>;

export const JobQuery = Type.Object(
  {
    name: Type.Optional(Type.String()),
    state: Type.Optional(Type.Enum([...JOB_STATES])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type JobQuery = Static<typeof JobQuery>;
