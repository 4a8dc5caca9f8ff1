import type { Reconciliation } from "@cosmic/contract";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import { reconciliations } from "../db/schema.ts";
import { embedAgain } from "../embeddings/embed-again.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";
import { compareSorted } from "./compare-sorted.ts";
import { completedIds, countDocuments, countPassages, existingIds, indexedIds } from "./id-pages.ts";

const Payload = Type.Object({});

export const reconcileJob: JobDefinition<typeof Payload> = {
  name: "reconcile",
  payload: Payload,
  attempts: 3,
  backoffSeconds: 60,
  maxBackoffSeconds: 600,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

/** Differences that are mended together. */
const BATCH = 500;

/**
 * Compares the documents that count as completed with those that the active index holds, in the order of their ids
 * and a page at a time, so that memory stays small. What the index lacks is embedded again, and what nobody has any
 * more is removed from it. Vectors and keyword entries of a document are written together, so both are found by this.
 */
export async function reconcile(
  context: Context,
  run: Pick<JobContext, "signal" | "progress">,
): Promise<Reconciliation> {
  const { database, searchIndex } = context;
  const index = context.indexes.active.id;
  const startedAt = new Date();
  const total = await countDocuments(database.orm);
  const missing = new Batch((ids) => embedExisting(context, ids));
  const orphans = new Batch((ids) => removeOrphans(context, ids));
  let compared = 0;
  for await (const { id, side } of compareSorted(
    completedIds(database.orm, startedAt),
    indexedIds(searchIndex, index),
  )) {
    run.signal.throwIfAborted();
    if (side === "left") await missing.add(id);
    if (side === "right") await orphans.add(id);
    if (++compared % BATCH === 0) run.progress(Math.min(compared, total), total);
  }
  await missing.flush();
  await orphans.flush();
  const [passages, described] = await Promise.all([
    countPassages(database.orm, index),
    searchIndex.describe(index),
  ]);
  const report = {
    index_id: index,
    started_at: startedAt.toISOString(),
    ended_at: new Date().toISOString(),
    compared,
    queued: missing.mended,
    removed: orphans.mended,
    passages,
    passages_indexed: described.passages,
  };
  await save(context, startedAt, report);
  if (missing.mended + orphans.mended > 0)
    context.log.warn(report, "rows and index differed and were mended");
  return report;
}

/** Collects ids and hands them on in batches. */
class Batch {
  readonly #mend: (ids: readonly string[]) => Promise<number>;
  #ids: string[] = [];
  mended = 0;

  constructor(mend: (ids: readonly string[]) => Promise<number>) {
    this.#mend = mend;
  }

  async add(id: string): Promise<void> {
    this.#ids.push(id);
    if (this.#ids.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const ids = this.#ids;
    this.#ids = [];
    if (ids.length > 0) this.mended += await this.#mend(ids);
  }
}

async function embedExisting(context: Context, ids: readonly string[]): Promise<number> {
  // Deleted since they were read: there is nothing to embed.
  const there = [...(await existingIds(context.database.orm, ids))];
  await embedAgain(context, there, "background");
  return there.length;
}

async function removeOrphans({ database, searchIndex }: Context, ids: readonly string[]): Promise<number> {
  // Written since the rows were read: they belong to somebody.
  const there = await existingIds(database.orm, ids);
  const gone = ids.filter((id) => !there.has(id));
  if (gone.length > 0) await searchIndex.remove(gone);
  return gone.length;
}

async function save({ database }: Context, startedAt: Date, report: Reconciliation): Promise<void> {
  const values = { startedAt, endedAt: new Date(), report };
  await database.orm
    .insert(reconciliations)
    .values({ indexId: report.index_id, ...values })
    .onConflictDoUpdate({ target: reconciliations.indexId, set: values });
}
