import { tidyAccess } from "./access/tidy.ts";
import type { Context } from "./context.ts";
import { expireJob } from "./documents/retention/expire.ts";
import { sweepJob } from "./embeddings/sweep.ts";
import { keepTidy } from "./events/tidy.ts";
import { scheduleJob } from "./patterns/runs/schedule-runs.ts";
import { reconcileJob } from "./reconciliation/reconcile.ts";
import { repeat } from "./repeat.ts";
import { compareJob } from "./sync/compare-ids.ts";
import { syncJob } from "./sync/run-sync.ts";
import { watchJournal } from "./sync/watch-journal.ts";

const HOUR_MS = 3_600_000;

/**
 * Holds the clock: what happens again and again, and the watch over the journal. Any number of processes may have
 * this role; one of them does it, and another takes over when that one ends.
 */
export function runScheduler(context: Context): AsyncDisposable {
  const stopping = new AbortController();
  const leading = context.database.lead(async (signal) => {
    await schedule(context);
    const { database, config, log } = context;
    const reportOf = (what: string) => (err: unknown) =>
      log.warn({ err }, `${what} were not deleted; trying again later`);
    const { retention } = config.documents;
    const expire = async () => {
      if (retention.size > 0) await context.queue.enqueue(expireJob, {}, { key: expireJob.name });
    };
    const tidy = () => tidyAccess(database.orm, config.access.auditKeepDays);
    await Promise.all([
      watchJournal(context, signal),
      keepTidy(database, config.events.keepMinutes, reportOf("old events"), signal),
      repeat(HOUR_MS, expire, reportOf("documents that are kept no longer"), signal),
      repeat(HOUR_MS, tidy, reportOf("old sessions and audit entries"), signal),
    ]);
  }, stopping.signal);
  leading.catch((err: unknown) => context.log.error({ err }, "the scheduler ended"));
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await leading.catch(() => {});
    },
  };
}

async function schedule({ queue, config: { sync, schedules, patterns } }: Context): Promise<void> {
  await queue.schedule(syncJob, sync.cron, {});
  await queue.schedule(compareJob, sync.compareCron, {});
  await queue.schedule(sweepJob, schedules.sweep, {});
  await queue.schedule(reconcileJob, schedules.reconcile, {});
  await queue.schedule(scheduleJob, patterns.cron, {});
}
