import { JobSummary } from "@cosmic/contract";
import { type Static, Type } from "typebox";

/** What a run leaves with its job: all three are kept until the job is deleted. */
export const JobOutput = Type.Object(
  {
    progress: JobSummary.properties.progress,
    result: Type.Optional(Type.Unknown()),
    error: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type JobOutput = Static<typeof JobOutput>;
export type JobProgress = NonNullable<JobOutput["progress"]>;
