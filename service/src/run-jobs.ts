import type { Context } from "./context.ts";
import { embedDocuments } from "./embeddings/embed-documents.ts";
import { removeJob } from "./embeddings/remove-from-index.ts";
import { embedJob } from "./embeddings/request-embedding.ts";
import { sweep, sweepJob } from "./embeddings/sweep.ts";
import { buildIndex, buildJob, resumeBuilds } from "./models/build-index.ts";
import type { JobContext } from "./ports/queue/queue.ts";
import { reconcile, reconcileJob } from "./reconciliation/reconcile.ts";
import { compareIds, compareJob } from "./sync/compare-ids.ts";
import { runSync, syncJob } from "./sync/run-sync.ts";
import { eraseUser } from "./users/erasure/erase-user.ts";
import { eraseJob, resumeErasures } from "./users/erasure/request.ts";

/** Starts to run every kind of job in this process. */
export async function runJobs(context: Context & { emptied: boolean }): Promise<void> {
  const { queue, config } = context;
  /** All that is logged on the way names the job. */
  const within = (job: JobContext): Context => ({ ...context, log: context.log.child({ job: job.id }) });
  // The only process of its data folder: whatever is unfinished now, nobody is at it. With an empty index every
  // document is unfinished, whoever else may be there.
  if (config.database.kind === "pglite" || context.emptied) await sweep(context, 0);
  await queue.work(embedJob, (payload, job) => embedDocuments(within(job), payload, job));
  await queue.work(syncJob, (payload, job) => runSync(within(job), payload, job));
  await queue.work(compareJob, (payload, job) => compareIds(within(job), payload, job));
  await queue.work(buildJob, (payload, job) => buildIndex(within(job), payload, job));
  await resumeBuilds(context);
  await queue.work(sweepJob, async (_payload, job) => {
    await resumeBuilds(within(job));
    await resumeErasures(within(job));
    return sweep(within(job));
  });
  await queue.work(eraseJob, (payload, job) => eraseUser(within(job), payload, job));
  await queue.work(reconcileJob, (_payload, job) => reconcile(within(job), job));
  await queue.work(removeJob, async ({ document_ids }) => {
    await context.searchIndex.remove(document_ids);
    return {};
  });
}
