import { type Static, Type } from "typebox";
import { EMBEDDING_STATUSES } from "./documents.ts";
import { nullable, Timestamp, Uuid } from "./shapes.ts";

const common = {
  cursor: Type.String({ description: "Where to go on after this event; opaque" }),
  at: Timestamp,
  user_id: nullable(Type.String({ description: "Whose it is; null if it concerns no single user" })),
};

/** A document changed its state, or is gone. */
export const DocumentEvent = Type.Object({
  ...common,
  type: Type.Literal("document"),
  document_id: Uuid,
  source: Type.String(),
  source_id: nullable(Type.String()),
  status: Type.Enum([...EMBEDDING_STATUSES, "deleted"]),
  error: nullable(Type.String()),
});

/** A job began, went on or ended. */
export const JobEvent = Type.Object({
  ...common,
  type: Type.Literal("job"),
  job_id: Type.String(),
  name: Type.String(),
  state: Type.String(),
  progress: nullable(Type.Object({ done: Type.Integer(), total: nullable(Type.Integer()) })),
});

/** Another index answers searches from now on. */
export const ModelEvent = Type.Object({
  ...common,
  type: Type.Literal("model"),
  index: Type.String(),
  model: Type.String(),
});

export const CosmicEvent = Type.Union([DocumentEvent, JobEvent, ModelEvent], { $id: "CosmicEvent" });
export type CosmicEvent = Static<typeof CosmicEvent>;

/** What a connection to `events/` is sent: events, and what concerns the connection itself. */
export const EventMessage = Type.Union(
  [
    ...CosmicEvent.anyOf,
    /** The first message: events after `cursor` follow. */
    Type.Object({ type: Type.Literal("ready"), cursor: Type.String() }),
    /** Events after the cursor that was asked for are no longer kept: read again what is shown, then go on. */
    Type.Object({ type: Type.Literal("lost"), cursor: Type.String() }),
    /** Nothing happened for a while; the connection is alive. */
    Type.Object({ type: Type.Literal("heartbeat"), cursor: Type.String() }),
  ],
  { $id: "EventMessage" },
);
export type EventMessage = Static<typeof EventMessage>;

export const EVENT_TYPES = ["document", "job", "model"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const EventQuery = Type.Object(
  {
    user_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: "Events of this user and those that concern no single one; without it all",
      }),
    ),
    cursor: Type.Optional(Type.String({ description: "That of the last message; without it from now on" })),
    types: Type.Optional(
      Type.String({
        pattern: `^(${EVENT_TYPES.join("|")})(,(${EVENT_TYPES.join("|")}))*$`,
        description: `Only these, with commas between: ${EVENT_TYPES.join(", ")}`,
        examples: ["document,job"],
      }),
    ),
  },
  { additionalProperties: false },
);
export type EventQuery = Static<typeof EventQuery>;

/** Why the service closes a connection to `events/`. Coming back with the last cursor is right after each. */
export const EVENT_CLOSE_CODES = {
  /** The service stops. */
  stopping: 1001,
  /** Too many connections, or the database cannot be reached. */
  unavailable: 1013,
  /** The key or token does not hold any more. */
  unauthenticated: 4401,
  /** More waited for this reader than the service keeps for one. */
  slow: 4008,
} as const;
