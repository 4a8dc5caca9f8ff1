import { and, eq, isNotNull, notInArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { type IndexableDocument, indexDocuments } from "../embeddings/index-documents.ts";
import { CosmicError } from "../errors.ts";
import type { LiveIndex } from "../models/live-indexes.ts";
import { indexedIds } from "../reconciliation/id-pages.ts";
import { changeExperiment, type ExperimentRow } from "./experiment-rows.ts";
import type { Measuring } from "./kinds/kind.ts";
import type { SearchedSet } from "./kinds/searched-set.ts";
import { experiments } from "./tables.ts";

/** Documents that are embedded and written together; the run can be cancelled between two pages. */
const PAGE = 50;

export const scratchIndexOf = ({ id }: Pick<ExperimentRow, "id">): string => `experiment_${id}`;

/**
 * Puts the documents into a search index that exists for this run only, split, embedded and written as those of users
 * are. After an interruption it goes on with what is not there yet.
 */
export async function fillScratchIndex(measuring: Measuring, set: SearchedSet): Promise<LiveIndex> {
  const { context, experiment, signal } = measuring;
  const { searchIndex, database } = context;
  const id = scratchIndexOf(experiment);
  // Noted before it is made, so that it is dropped whatever happens.
  const noted = await changeExperiment(database.orm, experiment.id, ["running"], { scratchIndex: id });
  if (!noted) throw new CosmicError("cancelled", "The experiment was cancelled.");
  await searchIndex.create({ id, dimension: measuring.index.dimension });
  const index: LiveIndex = { ...measuring.index, id };
  const there = new Set<string>();
  for await (const documentId of indexedIds(searchIndex, id)) there.add(documentId);
  let done = 0;
  for await (const page of pagesOf(set.documents())) {
    signal.throwIfAborted();
    const missing = page.filter((document) => !there.has(document.id));
    if (missing.length > 0) await indexDocuments(context, index, missing, signal);
    done += page.length;
    await measuring.progress(done, set.total, "embedding");
  }
  return index;
}

/** Removes the index of a run that has ended. */
export async function dropScratchIndex(
  { searchIndex, database }: Context,
  { id, scratchIndex }: Pick<ExperimentRow, "id" | "scratchIndex">,
): Promise<void> {
  if (scratchIndex === null) return;
  await searchIndex.drop(scratchIndex);
  await database.orm.update(experiments).set({ scratchIndex: null }).where(eq(experiments.id, id));
}

/** Removes what runs left behind that ended while the index could not be reached, or their process. */
export async function tidyScratchIndexes(context: Context): Promise<void> {
  const left = await context.database.orm
    .select()
    .from(experiments)
    .where(and(isNotNull(experiments.scratchIndex), notInArray(experiments.state, ["pending", "running"])));
  for (const row of left) await dropScratchIndex(context, row);
}

async function* pagesOf(documents: AsyncIterable<IndexableDocument>): AsyncGenerator<IndexableDocument[]> {
  let page: IndexableDocument[] = [];
  for await (const document of documents) {
    if (page.push(document) < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
