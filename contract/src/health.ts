import { type Static, Type } from "typebox";
import { Reconciliation } from "./models.ts";
import { nullable } from "./shapes.ts";
import { Spending } from "./usage.ts";

export const Dependency = Type.Object({
  name: Type.Enum(["database", "queue", "search_index", "embedder", "objects", "journal", "workers"]),
  kind: Type.String({ description: "Which adapter, such as pglite or qdrant" }),
  status: Type.Enum(["ok", "failing"]),
  latency_ms: Type.Number(),
  version: Type.Optional(Type.String()),
  error: Type.Optional(Type.String({ description: "What is wrong and what to do" })),
});
export type Dependency = Static<typeof Dependency>;

const Status = Type.Enum(["ok", "degraded", "failing"]);

/** All that is told to those who do not show who they are. */
export const HealthState = Type.Object(
  { status: Status },
  { $id: "HealthState", additionalProperties: false },
);
export type HealthState = Static<typeof HealthState>;

export const Health = Type.Object(
  {
    status: Status,
    version: Type.String(),
    uptime_seconds: Type.Number(),
    roles: Type.Array(Type.String(), { description: "What this process does" }),
    dependencies: Type.Array(Dependency),
    documents: Type.Object({
      pending: Type.Integer(),
      processing: Type.Integer(),
      completed: Type.Integer(),
      failed: Type.Integer(),
    }),
    index: Type.Object({
      id: Type.String(),
      model: Type.String(),
      documents: Type.Integer(),
      passages: Type.Integer(),
    }),
    reconciliation: nullable(Reconciliation),
    spending: nullable(Spending, { description: "Null while the database does not answer" }),
  },
  { $id: "Health", additionalProperties: false },
);
export type Health = Static<typeof Health>;
