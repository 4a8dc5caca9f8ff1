import { and, asc, count, eq, gt, lt, ne } from "drizzle-orm";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates } from "../db/schema.ts";
import { isPassing } from "../errors.ts";
import { faultReason } from "../faults.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";
import { activateIndex } from "./activate-index.ts";
import { changeIndex, type IndexRow, readIndex, readIndexes } from "./index-rows.ts";
import { mendIndex } from "./mend-index.ts";
import { writeCurrent } from "./write-current.ts";

const Payload = Type.Object({ index_id: Type.String() });

export const buildJob: JobDefinition<typeof Payload> = {
  name: "build-index",
  payload: Payload,
  attempts: 5,
  backoffSeconds: 5,
  maxBackoffSeconds: 300,
  timeoutSeconds: 7 * 24 * 3600,
  concurrency: 1,
};

/** Documents that are written, and noted as written, together. */
const PAGE = 100;
/** A document that is younger than the index by this much was written to it like to any other. */
const MARGIN_MS = 60_000;

/** Queues the builds that nobody is at: after a restart, or because their job was lost. */
export async function resumeBuilds({ database, queue }: Pick<Context, "database" | "queue">): Promise<void> {
  const building = (await readIndexes(database.orm)).filter(({ state }) => state === "building");
  if (building.length === 0) return;
  const running = await queue.list({ name: buildJob.name, state: "active", limit: 100 });
  const taken = new Set(running.jobs.map(({ payload }) => Value.Check(Payload, payload) && payload.index_id));
  for (const { id } of building.filter((row) => !taken.has(row.id))) {
    await queue.enqueue(buildJob, { index_id: id }, { key: `build ${id}`, priority: -5 });
  }
}

/**
 * The job: fills an index beside the active one from the rows, in the order of their ids, and goes on after an
 * interruption where it was. Meanwhile every change is written to it as well (`embed-documents.ts`), so that it is
 * whole in the end.
 */
export async function buildIndex(
  context: Context,
  { index_id: id }: Static<typeof Payload>,
  job: JobContext,
) {
  try {
    return await build(context, id, job);
  } catch (error) {
    if (!job.signal.aborted && !isPassing(error) && job.attempt >= buildJob.attempts) {
      const values = { state: "failed" as const, error: faultReason(error) };
      await changeIndex(context.database.orm, id, ["building"], values);
    }
    throw error;
  }
}

async function build(context: Context, id: string, job: JobContext) {
  const { database, searchIndex, indexes } = context;
  let row = await readIndex(database.orm, id);
  if (row.state !== "building") return { state: row.state };
  const index = await indexes.open(id);
  await searchIndex.create({ id, dimension: index.dimension });
  const total = await countOlder(database.orm, row);
  let done = row.builtDocuments;
  for (let after = row.builtUpTo ?? undefined; ; ) {
    job.signal.throwIfAborted();
    const ids = await nextIds(database.orm, row, after);
    if (ids.length === 0) break;
    await writeCurrent(context, index, ids, job.signal);
    after = ids.at(-1);
    done += ids.length;
    const values = { builtUpTo: after ?? null, builtDocuments: done, documents: Math.max(total, done) };
    const going = await changeIndex(database.orm, id, ["building"], values);
    // Paused, dropped, or found to lack something: nobody is to go on.
    if (!going) return { state: (await readIndex(database.orm, id)).state };
    row = going;
    job.progress(done, Math.max(total, done));
  }
  const mended = await mendIndex(context, index, job.signal);
  const ready = await changeIndex(database.orm, id, ["building"], { state: "ready", error: null });
  if (ready?.activateWhenReady) await activateIndex(context, id);
  return { state: (await readIndex(database.orm, id)).state, documents: done, ...mended };
}

const older = ({ createdAt }: IndexRow) => lt(documents.createdAt, new Date(createdAt.getTime() + MARGIN_MS));

async function countOlder(db: Db, row: IndexRow): Promise<number> {
  const [counted] = await db.select({ documents: count() }).from(documents).where(older(row));
  return counted?.documents ?? 0;
}

/** Documents that could not be embedded are left out; a change or a retry brings them to every index. */
async function nextIds(db: Db, row: IndexRow, after: string | undefined): Promise<string[]> {
  const rows = await db
    .select({ id: documents.id })
    .from(documents)
    .innerJoin(embeddingStates, eq(embeddingStates.documentId, documents.id))
    .where(
      and(
        older(row),
        ne(embeddingStates.status, "failed"),
        after === undefined ? undefined : gt(documents.id, after),
      ),
    )
    .orderBy(asc(documents.id))
    .limit(PAGE);
  return rows.map(({ id }) => id);
}
