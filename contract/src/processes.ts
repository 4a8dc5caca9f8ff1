import { type Static, Type } from "typebox";
import { listOf, Timestamp, Uuid } from "./shapes.ts";

export const WorkerProcess = Type.Object(
  {
    id: Uuid,
    host: Type.String(),
    pid: Type.Integer(),
    roles: Type.Array(Type.String(), {
      description: "What the process does: api, worker, scheduler, monitor, app",
    }),
    version: Type.String(),
    started_at: Timestamp,
    seen_at: Type.String({ format: "date-time", description: "When it last said that it is there" }),
    alive: Type.Boolean({ description: "False when it said nothing for 30 seconds" }),
  },
  { $id: "WorkerProcess", additionalProperties: false },
);
export type WorkerProcess = Static<typeof WorkerProcess>;

export const WorkerProcessList = listOf(WorkerProcess, "WorkerProcessList");
export type WorkerProcessList = Static<typeof WorkerProcessList>;
