import type { JobState, JobSummary } from "@cosmic/contract";
import { JOB_STATES } from "@cosmic/contract";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { JobOutput } from "../job-output.ts";

/** What the script `READ` answers of one job. */
const Found = Compile(
  Type.Tuple([Type.String(), Type.String(), Type.Enum([...JOB_STATES]), Type.Array(Type.String())]),
);
const Options = Compile(Type.Object({ attempts: Type.Integer() }));
const progressOf = Compile(JobOutput.properties.progress);

/** What BullMQ says of a job whose process ended too often. */
const STALLED = "job stalled more than allowable limit";

/** A job as BullMQ keeps it: every field a text, numbers too. */
export function summaryOf(found: unknown): JobSummary {
  const [name, id, state, flat] = Found.Parse(found);
  const job = fields(flat);
  const number = (field: string) => Number(job.get(field) ?? 0);
  const begun = number("atm") + number("stc") + (state === "active" ? 1 : 0);
  const ended = state !== "waiting" && state !== "active";
  return {
    id,
    name,
    state,
    attempt: begun,
    attempts: Options.Parse(json(job.get("opts"))).attempts,
    payload: json(job.get("data")),
    ...outputOf(job, state),
    created_at: moment(number("timestamp")),
    // A try that was handed back and did not count leaves its moment behind.
    started_at: begun > 0 && job.has("processedOn") ? moment(number("processedOn")) : null,
    ended_at: ended && job.has("finishedOn") ? moment(number("finishedOn")) : null,
  };
}

function outputOf(job: ReadonlyMap<string, string>, state: JobState): JobOutput {
  const progress = json(job.get("progress"));
  const result = state === "completed" ? json(job.get("returnvalue")) : undefined;
  const reason = state === "completed" ? undefined : job.get("failedReason");
  const error = reason === STALLED ? "The process ended while the job ran." : reason;
  return {
    ...(progressOf.Check(progress) && { progress }),
    ...(result !== undefined && result !== null && { result }),
    ...(error !== undefined && { error }),
  };
}

function fields(flat: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) found.set(String(flat[i]), String(flat[i + 1]));
  return found;
}

const json = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
const moment = (ms: number) => new Date(ms).toISOString();
