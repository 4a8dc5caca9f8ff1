import { statfs } from "node:fs/promises";
import type { Context } from "../context.ts";
import { readBacklog } from "../embeddings/embedding-states.ts";
import { checkDependencies } from "../health/check.ts";
import { readState } from "../sync/state.ts";
import { VERSION } from "../version.ts";

/**
 * Adds what is asked of the stores when a scrape comes. Every process says the same of what all of them share; take the
 * highest. Of a store that does not answer the last is said again, and `cosmic_dependency_up` says 0.
 *
 * @returns what brings all of it up to date
 */
export function measureState(context: Context): () => Promise<void> {
  const { gauge } = context.telemetry.metrics;
  const { config } = context;
  gauge("cosmic_build_info", "1; the labels say what runs", ["version", "roles"]).set(
    { version: VERSION, roles: [...config.roles].join(",") },
    1,
  );
  const parts = [
    measureDependencies(context),
    measureQueues(context),
    measureDocuments(context),
    measureIndex(context),
    measureSync(context),
    measureDisk(context),
  ];
  return async () => void (await Promise.all(parts.map((measure) => measure())));
}

function measureDependencies(context: Context) {
  const { gauge } = context.telemetry.metrics;
  const up = gauge("cosmic_dependency_up", "1 if it answers, 0 if not", ["dependency", "kind"]);
  const latency = gauge("cosmic_dependency_latency_seconds", "How long a sign of life took", ["dependency"]);
  return async () => {
    for (const { name, kind, status, latency_ms } of await checkDependencies(context)) {
      up.set({ dependency: name, kind }, status === "ok" ? 1 : 0);
      latency.set({ dependency: name }, latency_ms / 1000);
    }
  };
}

function measureQueues({ queue, telemetry }: Context) {
  const { gauge } = telemetry.metrics;
  const jobs = gauge("cosmic_queue_jobs", "Jobs by state; failed ones are kept for 14 days", [
    "queue",
    "state",
  ]);
  const oldest = gauge(
    "cosmic_queue_oldest_seconds",
    "How long the oldest waiting job has been ready to run",
    ["queue"],
  );
  return async () => {
    const lines = await queue.describe().catch(() => []);
    for (const { name, waiting, active, failed, oldestSeconds } of lines) {
      jobs.set({ queue: name, state: "waiting" }, waiting);
      jobs.set({ queue: name, state: "active" }, active);
      jobs.set({ queue: name, state: "failed" }, failed);
      oldest.set({ queue: name }, oldestSeconds);
    }
  };
}

function measureDocuments({ database, telemetry }: Context) {
  const { gauge } = telemetry.metrics;
  const documents = gauge(
    "cosmic_documents",
    "Documents that are not completed, by the state of their embedding",
    ["status"],
  );
  const oldest = gauge(
    "cosmic_documents_oldest_unfinished_seconds",
    "How long ago the document was written that has waited longest to be found; 0 if none waits",
  );
  return async () => {
    const backlog = await readBacklog(database.orm).catch(() => undefined);
    if (!backlog) return;
    for (const [status, count] of Object.entries(backlog.counts)) documents.set({ status }, count);
    oldest.set(backlog.since ? secondsSince(backlog.since) : 0);
  };
}

function measureIndex({ searchIndex, indexes, telemetry }: Context) {
  const { gauge } = telemetry.metrics;
  const documents = gauge("cosmic_index_documents", "Documents in the active index");
  const passages = gauge("cosmic_index_passages", "Passages in the active index");
  return async () => {
    const described = await searchIndex.describe(indexes.active.id).catch(() => undefined);
    if (!described) return;
    documents.set(described.documents);
    passages.set(described.passages);
  };
}

function measureSync(context: Context) {
  const lag = context.telemetry.metrics.gauge(
    "cosmic_sync_lag_seconds",
    "How long ago the last whole sync began: what had changed in the journal before has been read",
    ["source"],
  );
  return async () => {
    const state = await readState(context).catch(() => undefined);
    // Not by the watermark, which stands still while nobody writes.
    if (state?.lastRunAt) lag.set({ source: context.config.journal.kind }, secondsSince(state.lastRunAt));
  };
}

function measureDisk({ config, telemetry }: Context) {
  const { gauge } = telemetry.metrics;
  const free = gauge("cosmic_data_folder_free_bytes", "Room that is left on the disk of the data folder");
  const size = gauge("cosmic_data_folder_disk_bytes", "Size of the disk of the data folder");
  return async () => {
    // With all stores on servers there may be no folder.
    const disk = await statfs(config.dataFolder).catch(() => undefined);
    if (!disk) return;
    free.set(disk.bavail * disk.bsize);
    size.set(disk.blocks * disk.bsize);
  };
}

const secondsSince = (moment: Date) => Math.max(0, (Date.now() - moment.getTime()) / 1000);
