import { JOB_STATES, WorkerProcess } from "@cosmic/contract";
import { type Static, Type } from "typebox";
import type { Context } from "../context.ts";
import { listProcesses } from "../processes/list.ts";
import { VERSION } from "../version.ts";
import type { EndedTotals } from "./ended-totals.ts";

export const Overview = Type.Object({
  at: Type.String({
    format: "date-time",
    description: "The service's clock, for how long something has run",
  }),
  version: Type.String(),
  queue: Type.String({
    description: "Where the jobs are: database, or redis, and then Bull Board is there under bull/",
  }),
  queues: Type.Array(
    Type.Object({
      name: Type.String(),
      waiting: Type.Integer(),
      active: Type.Integer(),
      failed: Type.Integer(),
      oldest_seconds: Type.Number({ description: "How long the oldest waiting job has been ready to run" }),
    }),
  ),
  totals: Type.Record(Type.Enum([...JOB_STATES]), Type.Integer()),
  workers: Type.Union([Type.Array(WorkerProcess), Type.Null()], {
    description: "Null when the registry cannot be read just now",
  }),
});
export type Overview = Static<typeof Overview>;

/** How it stands with the queue and with those who work at it. Fails only if the queue does not answer. */
export async function readOverview(
  { queue, config, database }: Pick<Context, "queue" | "config" | "database">,
  readEnded: () => Promise<EndedTotals>,
): Promise<Overview> {
  const [lines, ended, workers] = await Promise.all([
    queue.describe(),
    readEnded(),
    listProcesses(database.orm).catch(() => null),
  ]);
  const sum = (key: "waiting" | "active" | "failed") => lines.reduce((all, line) => all + line[key], 0);
  return {
    at: new Date().toISOString(),
    version: VERSION,
    queue: config.queue.kind,
    queues: lines.map(({ oldestSeconds, ...line }) => ({ ...line, oldest_seconds: oldestSeconds })),
    totals: {
      waiting: sum("waiting"),
      active: sum("active"),
      failed: sum("failed"),
      ...ended,
    },
    workers,
  };
}
