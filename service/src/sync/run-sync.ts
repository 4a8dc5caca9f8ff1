import { SyncRequest, type SyncResult } from "@cosmic/contract";
import type { Static } from "typebox";
import type { Context } from "../context.ts";
import { toDate } from "../documents/dates.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";
import { compareIds } from "./compare-ids.ts";
import { newCounts } from "./counts.ts";
import { readJournal } from "./read-journal.ts";
import { saveRun } from "./state.ts";

export const syncJob: JobDefinition<typeof SyncRequest> = {
  name: "sync-journal",
  payload: SyncRequest,
  attempts: 3,
  backoffSeconds: 5,
  maxBackoffSeconds: 300,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

/**
 * Reads the journal and brings the documents up to date. A full run goes on where the last one ended; one for
 * a user, or since a time, or of everything (`force`) leaves that mark alone unless it moves forward. A forced run
 * of everything also removes the documents whose entries are gone.
 */
export async function runSync(
  context: Context,
  request: Static<typeof SyncRequest>,
  job: Pick<JobContext, "signal" | "progress">,
): Promise<SyncResult> {
  const startedAt = new Date();
  const since = toDate(request.since);
  const partial = request.user_id !== undefined || since !== null;
  const counts = newCounts();
  const reading = {
    force: request.force ?? false,
    ...(request.user_id === undefined ? {} : { userId: request.user_id }),
    ...(since ? { since } : {}),
  };
  await readJournal(context, reading, context.config.sync.overlapSeconds, counts, job);
  if (partial) return counts;
  if (request.force) counts.deleted = (await compareIds(context, { force: true }, job)).deleted;
  await saveRun(context, startedAt, counts);
  return counts;
}
