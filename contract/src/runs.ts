import { Type } from "typebox";
import { nullable, Timestamp } from "./shapes.ts";

const Count = Type.Integer({ minimum: 0 });

/** The machine that something was measured on. */
export const Machine = Type.Object({ cores: Type.Integer(), cpu: Type.String(), node: Type.String() });

/** A file that a run left behind. */
export const RunFile = Type.Object(
  { name: Type.String(), bytes: Count, url: Type.String() },
  { additionalProperties: false },
);

/** How far a run in the background is: an experiment, a training. */
export const runFields = {
  progress: nullable(Type.Object({ done: Count, total: Count, message: nullable(Type.String()) })),
  job_id: nullable(Type.String()),
  error: nullable(Type.String()),
  created_at: Timestamp,
  started_at: nullable(Timestamp),
  ended_at: nullable(Timestamp),
};
