import type { Context } from "./context.ts";
import { expireDocuments, expireJob } from "./documents/retention/expire.ts";
import { embedDocuments } from "./embeddings/embed-documents.ts";
import { removeJob } from "./embeddings/remove-from-index.ts";
import { embedJob } from "./embeddings/request-embedding.ts";
import { sweep, sweepJob } from "./embeddings/sweep.ts";
import { requestSealing, sealExisting, sealJob } from "./encryption/seal-existing.ts";
import { tidyUploads } from "./experiments/datasets/upload.ts";
import { experimentJob, resumeExperiments } from "./experiments/experiment-job.ts";
import { runExperiment } from "./experiments/run-experiment.ts";
import { tidyScratchIndexes } from "./experiments/scratch-index.ts";
import { buildIndex, buildJob, resumeBuilds } from "./models/build-index.ts";
import { dropReadableIndexes } from "./models/drop-readable.ts";
import { findJob } from "./patterns/runs/request-run.ts";
import { runThemes } from "./patterns/runs/run-themes.ts";
import { scheduleJob, scheduleRuns } from "./patterns/runs/schedule-runs.ts";
import type { JobContext } from "./ports/queue/queue.ts";
import { reconcile, reconcileJob } from "./reconciliation/reconcile.ts";
import { compareIds, compareJob } from "./sync/compare-ids.ts";
import { runSync, syncJob } from "./sync/run-sync.ts";
import { runTuning } from "./tuning/run-tuning.ts";
import { resumeTuning, tuningJob } from "./tuning/tuning-job.ts";
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
  await queue.work(experimentJob, (payload, job) => runExperiment(within(job), payload, job));
  await resumeExperiments(context);
  await queue.work(tuningJob, (payload, job) => runTuning(within(job), payload, job));
  await resumeTuning(context);
  await queue.work(sweepJob, async (_payload, job) => {
    await resumeBuilds(within(job));
    await resumeErasures(within(job));
    await resumeExperiments(within(job));
    await resumeTuning(within(job));
    await tidyScratchIndexes(within(job));
    await tidyUploads(within(job));
    await dropReadableIndexes(within(job));
    return sweep(within(job));
  });
  await queue.work(findJob, (payload, job) => runThemes(within(job), payload, job));
  await queue.work(scheduleJob, (_payload, job) => scheduleRuns(within(job), job));
  await queue.work(eraseJob, (payload, job) => eraseUser(within(job), payload, job));
  await queue.work(reconcileJob, (_payload, job) => reconcile(within(job), job));
  await queue.work(expireJob, (_payload, job) => expireDocuments(within(job), job));
  await queue.work(sealJob, (_payload, job) => sealExisting(within(job), job));
  await requestSealing(context);
  await queue.work(removeJob, async ({ document_ids }) => {
    await context.searchIndex.remove(document_ids);
    return {};
  });
}
