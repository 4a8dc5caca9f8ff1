import type { Dataset, DatasetList, DatasetQuery } from "@cosmic/contract";
import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import { validate as isUuid } from "uuid";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { decodeCursor, toPage } from "../../http/page.ts";
import { datasets } from "../tables.ts";

export type DatasetRow = typeof datasets.$inferSelect;

/** @throws CosmicError `dataset_not_found` */
export async function readDataset({ database }: Context, id: string): Promise<DatasetRow> {
  const [row] = isUuid(id)
    ? await database.orm
        .select()
        .from(datasets)
        .where(and(eq(datasets.id, id), eq(datasets.state, "ready")))
    : [];
  if (!row) throw new CosmicError("dataset_not_found", `There is no dataset ${id}.`);
  return row;
}

/** Newest first: ids of version 7 are in the order of time. */
export async function listDatasets(
  { database }: Context,
  query: DatasetQuery,
  url: string,
): Promise<DatasetList> {
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, ([id = "", ...rest]) => rest.length === 0 && isUuid(id));
  const filter = and(
    eq(datasets.state, "ready"),
    query.name === undefined ? undefined : eq(datasets.name, query.name),
    query.kind === undefined ? undefined : eq(datasets.kind, query.kind),
    query.user_id === undefined ? undefined : eq(datasets.userId, query.user_id),
  );
  const [place = ""] = cursor?.key ?? [];
  const backwards = cursor?.direction === "previous";
  const behind = cursor && (backwards ? gt(datasets.id, place) : lt(datasets.id, place));
  const [rows, [total]] = await Promise.all([
    database.orm
      .select()
      .from(datasets)
      .where(and(filter, behind))
      .orderBy(backwards ? asc(datasets.id) : desc(datasets.id))
      .limit(limit + 1),
    database.orm.select({ count: count() }).from(datasets).where(filter),
  ]);
  return toPage(rows, { limit, cursor, count: total?.count ?? 0, url }, ({ id }) => [id], toDataset);
}

/** All that were drawn from a user's documents, oldest first. */
export async function datasetsOf({ database }: Context, userId: string): Promise<Dataset[]> {
  const rows = await database.orm
    .select()
    .from(datasets)
    .where(eq(datasets.userId, userId))
    .orderBy(asc(datasets.id));
  return rows.map(toDataset);
}

export function toDataset(row: DatasetRow): Dataset {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    source: row.source,
    user_id: row.userId,
    consented_at: row.consentedAt?.toISOString() ?? null,
    licence: row.licence,
    items: row.items,
    documents: row.documents,
    judgements: row.judgements,
    labels: row.labels,
    bytes: row.bytes,
    sha256: row.sha256,
    created_at: row.createdAt.toISOString(),
  };
}
