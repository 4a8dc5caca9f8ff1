import type { Context } from "./context.ts";
import { embedDocuments } from "./embeddings/embed-documents.ts";
import { removeJob } from "./embeddings/remove-from-index.ts";
import { embedJob } from "./embeddings/request-embedding.ts";
import { sweep, sweepJob } from "./embeddings/sweep.ts";
import { reconcile, reconcileJob } from "./reconciliation/reconcile.ts";
import { compareIds, compareJob } from "./sync/compare-ids.ts";
import { runSync, syncJob } from "./sync/run-sync.ts";

/** Starts to run every kind of job in this process. */
export async function runJobs(context: Context): Promise<void> {
  const { queue, config, activeIndex } = context;
  // The only process of its data folder: whatever is unfinished now, nobody is at it. With a new model every
  // document is unfinished, whoever else may be there.
  if (config.database.kind === "pglite" || activeIndex.rebuilt) await sweep(context, 0);
  await queue.work(embedJob, (payload, job) => embedDocuments(context, payload, job));
  await queue.work(syncJob, (payload, job) => runSync(context, payload, job));
  await queue.work(compareJob, (payload, job) => compareIds(context, payload, job));
  await queue.work(sweepJob, () => sweep(context));
  await queue.work(reconcileJob, (_payload, job) => reconcile(context, job));
  await queue.work(removeJob, async ({ document_ids }) => {
    await context.searchIndex.remove(document_ids);
    return {};
  });
}
