import { and, count, eq, inArray, lte } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents } from "../../db/schema.ts";
import { CosmicError } from "../../errors.ts";
import { readJsonLines } from "../datasets/checked-lines.ts";
import { datasetFile, PLACES } from "../datasets/dataset-files.ts";
import type { DatasetRow } from "../datasets/dataset-rows.ts";
import type { Query } from "../datasets/judgements.ts";
import type { SearchedSet } from "../kinds/searched-set.ts";
import { checkPlace, type Place } from "./places.ts";
import { documentsOf } from "./user-documents.ts";

const PAGE = 50;

/**
 * A user's documents that there were when the items were drawn, under their own ids: who deletes one, or erases the
 * user, takes it out of the run's index as well.
 */
export async function openKnownItems(
  context: Context,
  dataset: DatasetRow & { userId: string },
): Promise<SearchedSet> {
  const { userId, createdAt } = dataset;
  const [counted] = await context.database.orm
    .select({ documents: count() })
    .from(documents)
    .where(and(eq(documents.userId, userId), lte(documents.createdAt, createdAt)));
  return {
    userId,
    total: counted?.documents ?? 0,
    async *documents() {
      for await (const page of documentsOf(context, userId, createdAt)) yield* page;
    },
    queries: () => readKnownItems(context, dataset),
    nameOf: (documentId) => documentId,
  };
}

async function readKnownItems(context: Context, dataset: DatasetRow): Promise<Query[]> {
  const places: Place[] = [];
  const rows = readJsonLines(datasetFile(context, dataset, PLACES), checkPlace);
  for await (const { value } of rows) places.push(value);
  const queries: Query[] = [];
  for (let from = 0; from < places.length; from += PAGE) {
    queries.push(...(await readPhrases(context, places.slice(from, from + PAGE))));
  }
  if (queries.length > 0) return queries;
  throw new CosmicError("invalid_dataset", "Every document that was drawn from has been changed or deleted.");
}

async function readPhrases({ database }: Context, places: readonly Place[]): Promise<Query[]> {
  const rows = await database.orm
    .select({ id: documents.id, text: documents.text, contentHash: documents.contentHash })
    .from(documents)
    .where(
      inArray(
        documents.id,
        places.map(({ document_id: id }) => id),
      ),
    );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return places.flatMap(({ document_id: id, content_hash, start, end }) => {
    const row = byId.get(id);
    if (row?.contentHash !== content_hash) return [];
    return { id, text: row.text.slice(start, end), grades: new Map([[id, 1]]) };
  });
}
