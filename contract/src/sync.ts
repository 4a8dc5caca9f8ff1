import { type Static, Type } from "typebox";
import { DateOrTimestamp, nullable, Timestamp } from "./shapes.ts";

export const SyncRequest = Type.Object(
  {
    user_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    since: Type.Optional(DateOrTimestamp),
    force: Type.Optional(
      Type.Boolean({ default: false, description: "Read all entries again, not only changed ones" }),
    ),
  },
  { $id: "SyncRequest", additionalProperties: false },
);
export type SyncRequest = Static<typeof SyncRequest>;

export const SyncAccepted = Type.Object(
  { job_id: Type.String(), status_url: Type.String() },
  { $id: "SyncAccepted", additionalProperties: false },
);
export type SyncAccepted = Static<typeof SyncAccepted>;

export const SyncResult = Type.Object({
  read: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  rejected: Type.Array(Type.Object({ id: Type.String(), reason: Type.String() }), {
    description: "The first hundred entries that could not be mapped",
  }),
  rejected_count: Type.Integer(),
});
export type SyncResult = Static<typeof SyncResult>;

export const SyncStatus = Type.Object(
  {
    source: Type.String(),
    watermark: nullable(Timestamp),
    lag_seconds: nullable(Type.Number({ description: "Age of the newest entry read" })),
    last_run_at: nullable(Timestamp),
    last_result: nullable(SyncResult),
  },
  { $id: "SyncStatus", additionalProperties: false },
);
export type SyncStatus = Static<typeof SyncStatus>;
