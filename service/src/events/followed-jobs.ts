import { Type } from "typebox";
import { Value } from "typebox/value";
import { experimentJob } from "../experiments/experiment-job.ts";
import { buildJob } from "../models/build-index.ts";
import { findJob } from "../patterns/runs/request-run.ts";
import { syncJob } from "../sync/run-sync.ts";

/** Jobs that people wait for. The others are the service's own affair, or told of by their documents. */
const FOLLOWED = new Set([syncJob.name, buildJob.name, experimentJob.name, findJob.name]);

export const isFollowed = (name: string) => FOLLOWED.has(name);

const Owned = Type.Object({ user_id: Type.String() });

/** Whose a job is; null if it concerns no single user. */
export function ownerOf(payload: unknown): string | null {
  return Value.Check(Owned, payload) ? payload.user_id : null;
}
