import type { Experiment, ExperimentList, ExperimentQuery, ExperimentState } from "@cosmic/contract";
import { and, asc, count, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { decodeCursor, toPage } from "../http/page.ts";
import { datasets, experimentMetrics, experiments } from "./tables.ts";
import { toExperiment } from "./to-experiment.ts";

export type ExperimentRow = typeof experiments.$inferSelect;
export type MetricRow = typeof experimentMetrics.$inferSelect;

/** @throws CosmicError `experiment_not_found` */
export async function readExperiment(db: Db, id: string): Promise<ExperimentRow> {
  const [row] = isUuid(id) ? await db.select().from(experiments).where(eq(experiments.id, id)) : [];
  if (!row) throw new CosmicError("experiment_not_found", `There is no experiment ${id}.`);
  return row;
}

/** Changes an experiment that is in one of these states; undefined, and nothing is changed, if it is in none. */
export async function changeExperiment(
  db: Db,
  id: string,
  from: readonly ExperimentState[],
  values: Partial<ExperimentRow>,
): Promise<ExperimentRow | undefined> {
  const [row] = await db
    .update(experiments)
    .set(values)
    .where(and(eq(experiments.id, id), inArray(experiments.state, [...from])))
    .returning();
  return row;
}

/** @throws CosmicError `experiment_not_found` */
export async function getExperiment(context: Context, id: string): Promise<Experiment> {
  const row = await readExperiment(context.database.orm, id);
  const [shown] = await show(context, [row]);
  if (!shown) throw new Error("as many are shown as there are rows");
  return shown;
}

/** Newest first: ids of version 7 are in the order of time. */
export async function listExperiments(
  context: Context,
  query: ExperimentQuery,
  url: string,
): Promise<ExperimentList> {
  const db = context.database.orm;
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, ([id = "", ...rest]) => rest.length === 0 && isUuid(id));
  const filter = and(
    query.kind === undefined ? undefined : eq(experiments.kind, query.kind),
    query.state === undefined ? undefined : eq(experiments.state, query.state),
    query.dataset_id === undefined ? undefined : eq(experiments.datasetId, query.dataset_id),
    query.user_id === undefined ? undefined : eq(experiments.userId, query.user_id),
  );
  const [place = ""] = cursor?.key ?? [];
  const backwards = cursor?.direction === "previous";
  const behind = cursor && (backwards ? gt(experiments.id, place) : lt(experiments.id, place));
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(experiments)
      .where(and(filter, behind))
      .orderBy(backwards ? asc(experiments.id) : desc(experiments.id))
      .limit(limit + 1),
    db.select({ count: count() }).from(experiments).where(filter),
  ]);
  const options = { limit, cursor, count: total?.count ?? 0, url };
  const page = toPage(
    rows,
    options,
    ({ id }) => [id],
    (row) => row,
  );
  return { ...page, results: await show(context, page.results) };
}

/** All that searched a user's documents, oldest first. */
export async function experimentsOf(context: Context, userId: string): Promise<Experiment[]> {
  const rows = await context.database.orm
    .select()
    .from(experiments)
    .where(eq(experiments.userId, userId))
    .orderBy(asc(experiments.id));
  return show(context, rows);
}

/** With what stands elsewhere: metrics, the name of the dataset, the progress of the job. */
async function show({ database, queue }: Context, rows: readonly ExperimentRow[]): Promise<Experiment[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const datasetIds = [...new Set(rows.flatMap(({ datasetId }) => datasetId ?? []))];
  const [metrics, named] = await Promise.all([
    database.orm
      .select()
      .from(experimentMetrics)
      .where(inArray(experimentMetrics.experimentId, ids))
      .orderBy(asc(experimentMetrics.position)),
    database.orm
      .select({ id: datasets.id, name: datasets.name })
      .from(datasets)
      .where(inArray(datasets.id, datasetIds)),
  ]);
  const metricsOf = Map.groupBy(metrics, ({ experimentId }) => experimentId);
  const datasetOf = new Map(named.map((dataset) => [dataset.id, dataset]));
  return Promise.all(
    rows.map(async (row) => {
      const job = row.state === "running" && row.jobId ? await queue.get(row.jobId) : undefined;
      return toExperiment(row, {
        metrics: metricsOf.get(row.id) ?? [],
        dataset: datasetOf.get(row.datasetId ?? "") ?? null,
        job,
      });
    }),
  );
}
