import type { JobState, JobSummary } from "@cosmic/contract";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { takeCarried } from "./carried.ts";
import { JobOutput } from "./job-output.ts";

/** Our names of states, and what pg-boss calls them. */
export const BOSS_STATES = {
  waiting: ["created", "retry"],
  active: ["active"],
  completed: ["completed"],
  failed: ["failed"],
  cancelled: ["cancelled"],
} as const satisfies Record<JobState, readonly string[]>;

const utc = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`;

/** Columns of pg-boss's job table that `summaryOf` reads. */
export const JOB_COLUMNS = `id, name, state::text, retry_count, retry_limit, data, output,
  ${utc("created_on")}, ${utc("started_on")}, ${utc("completed_on")}`;

const Moment = Type.Union([Type.String(), Type.Null()]);

const JobRow = Compile(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    state: Type.Enum(["created", "retry", "active", "completed", "failed", "cancelled"]),
    retry_count: Type.Integer(),
    retry_limit: Type.Integer(),
    data: Type.Unknown(),
    output: Type.Unknown(),
    created_on: Type.String(),
    started_on: Moment,
    completed_on: Moment,
  }),
);

/** What is kept in the `output` column. */
const ours = Compile(JobOutput);
/** What pg-boss itself writes when its supervision ends a job. */
const bossOutput = Compile(Type.Object({ value: Type.Object({ message: Type.String() }) }));

export function summaryOf(row: unknown): JobSummary {
  const { state, output, ...job } = JobRow.Parse(row);
  return {
    id: job.id,
    name: job.name,
    state: state === "created" || state === "retry" ? "waiting" : state,
    attempt: job.started_on === null ? job.retry_count : job.retry_count + 1,
    attempts: job.retry_limit + 1,
    payload: takeCarried(job.data).payload,
    ...outputOf(output),
    created_at: job.created_on,
    started_at: job.started_on,
    ended_at: job.completed_on,
  };
}

function outputOf(output: unknown): JobOutput {
  if (ours.Check(output)) return output;
  return bossOutput.Check(output) ? { error: output.value.message } : {};
}
