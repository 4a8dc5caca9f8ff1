import { type Static, Type } from "typebox";
import { DateOrTimestamp, nullable, Timestamp } from "./shapes.ts";

export const SyncRequest = Type.Object(
  {
    user_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    since: Type.Optional(DateOrTimestamp),
    force: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          "Read all entries again, not only changed ones. Without user_id and since it also removes every document whose entry is gone, however many that are.",
      }),
    ),
  },
  { $id: "SyncRequest", additionalProperties: false },
);
export type SyncRequest = Static<typeof SyncRequest>;

/** The push of whoever writes the journal: these entries were written, changed or deleted just now. */
export const EntriesChanged = Type.Object(
  { ids: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 }) },
  { $id: "EntriesChanged", additionalProperties: false },
);
export type EntriesChanged = Static<typeof EntriesChanged>;

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
  deleted: Type.Integer({ description: "Documents removed because their entry is gone" }),
  rejected: Type.Array(Type.Object({ id: Type.String(), reason: Type.String() }), {
    description: "The first hundred entries that could not be mapped",
  }),
  rejected_count: Type.Integer(),
});
export type SyncResult = Static<typeof SyncResult>;

export const IdComparison = Type.Object({
  ...SyncResult.properties,
  entries: Type.Integer({ description: "Entries that the journal has" }),
  documents: Type.Integer({ description: "Documents that came from it, before the comparison" }),
  withheld: Type.Integer({
    description:
      "Documents whose entry is gone and that were kept all the same, because they are more than 20 and more than half. A sync with force removes them.",
  }),
});
export type IdComparison = Static<typeof IdComparison>;

export const STREAM_STATES = ["watching", "polling", "off"] as const;
export type StreamState = (typeof STREAM_STATES)[number];

export const SyncStatus = Type.Object(
  {
    source: Type.String(),
    watermark: nullable(
      Type.String({ format: "date-time", description: "All that was changed before has been read" }),
    ),
    lag_seconds: nullable(Type.Number({ description: "Age of the watermark" })),
    last_run_at: nullable(Timestamp),
    last_result: nullable(SyncResult),
    stream: Type.Enum([...STREAM_STATES], {
      description:
        "watching: changes are written as they happen. polling: the journal is asked every SYNC_POLL_SECONDS. off: neither, or the journal is away",
    }),
    last_comparison: nullable(
      Type.Object(
        { compared_at: Timestamp, result: nullable(IdComparison) },
        { description: "When all ids were last compared with those of the journal" },
      ),
    ),
  },
  { $id: "SyncStatus", additionalProperties: false },
);
export type SyncStatus = Static<typeof SyncStatus>;
