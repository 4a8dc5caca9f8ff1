import type { TuningList, TuningQuery, TuningRun, TuningState } from "@cosmic/contract";
import { and, asc, count, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { decodeCursor, toPage } from "../http/page.ts";
import { tuningEpochs, tuningMetrics, tuningRuns, tuningUsers } from "./tables.ts";
import { toTuningRun } from "./to-tuning-run.ts";

export type TuningRow = typeof tuningRuns.$inferSelect;

/** @throws CosmicError `tuning_not_found` */
export async function readTuning(db: Db, id: string): Promise<TuningRow> {
  const [row] = isUuid(id) ? await db.select().from(tuningRuns).where(eq(tuningRuns.id, id)) : [];
  if (!row) throw new CosmicError("tuning_not_found", `There is no run ${id}. GET tuning/ lists them.`);
  return row;
}

/** Changes a run that is in one of these states; undefined, and nothing is changed, if it is in none. */
export async function changeTuning(
  db: Db,
  id: string,
  from: readonly TuningState[],
  values: Partial<TuningRow>,
): Promise<TuningRow | undefined> {
  const [row] = await db
    .update(tuningRuns)
    .set(values)
    .where(and(eq(tuningRuns.id, id), inArray(tuningRuns.state, [...from])))
    .returning();
  return row;
}

/** @throws CosmicError `tuning_not_found` */
export async function getTuning(context: Context, id: string): Promise<TuningRun> {
  return show(context, await readTuning(context.database.orm, id));
}

/** Newest first: ids of version 7 are in the order of time. */
export async function listTuning(context: Context, query: TuningQuery, url: string): Promise<TuningList> {
  const db = context.database.orm;
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, ([id = "", ...rest]) => rest.length === 0 && isUuid(id));
  const filter = query.state === undefined ? undefined : eq(tuningRuns.state, query.state);
  const [place = ""] = cursor?.key ?? [];
  const backwards = cursor?.direction === "previous";
  const behind = cursor && (backwards ? gt(tuningRuns.id, place) : lt(tuningRuns.id, place));
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(tuningRuns)
      .where(and(filter, behind))
      .orderBy(backwards ? asc(tuningRuns.id) : desc(tuningRuns.id))
      .limit(limit + 1),
    db.select({ count: count() }).from(tuningRuns).where(filter),
  ]);
  const page = toPage(
    rows,
    { limit, cursor, count: total?.count ?? 0, url },
    ({ id }) => [id],
    (row) => row,
  );
  return { ...page, results: await Promise.all(page.results.map((row) => show(context, row))) };
}

/** With what stands elsewhere: the curve, the metrics, whose pairs they are, the progress of the job. */
async function show({ database: { orm: db }, queue }: Context, row: TuningRow): Promise<TuningRun> {
  const [epochs, metrics, [users], job] = await Promise.all([
    db.select().from(tuningEpochs).where(eq(tuningEpochs.runId, row.id)).orderBy(asc(tuningEpochs.epoch)),
    db
      .select()
      .from(tuningMetrics)
      .where(eq(tuningMetrics.runId, row.id))
      .orderBy(asc(tuningMetrics.position)),
    db.select({ users: count() }).from(tuningUsers).where(eq(tuningUsers.runId, row.id)),
    row.state === "running" && row.jobId !== null ? queue.get(row.jobId) : undefined,
  ]);
  return toTuningRun(row, { epochs, metrics, users: users?.users ?? 0, job });
}

export const cancelled = () => new CosmicError("cancelled", "The run was cancelled.");

/** @throws CosmicError `cancelled` if somebody has ended the run meanwhile */
export async function mustRun(db: Db, id: string): Promise<void> {
  const [row] = await db.select({ state: tuningRuns.state }).from(tuningRuns).where(eq(tuningRuns.id, id));
  if (row?.state !== "running") throw cancelled();
}
