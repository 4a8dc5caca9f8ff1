import { and, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { datasetFile, FILES } from "../../experiments/datasets/dataset-files.ts";
import { readDataset } from "../../experiments/datasets/dataset-rows.ts";
import { readQueryPairs } from "../../experiments/datasets/query-pairs.ts";
import { searchFeedback } from "../../feedback/tables.ts";
import { tuningUsers } from "../tables.ts";
import type { TuningRow } from "../tuning-rows.ts";

/** That a document answers a query, or does not. */
export interface SaidPair {
  query: string;
  title: string;
  text: string;
  answers: boolean;
}

/** More would take longer than they are worth. The newest are taken, and of a file the first. */
const MOST_PAIRS = 20_000;

/**
 * The pairs of a run. Whose they are is noted before they are read, and only theirs are read then: so an erasure finds
 * the run, or the run finds nothing of whom was erased.
 *
 * @throws CosmicError `dataset_not_found`
 */
export async function readPairs(context: Context, run: TuningRow): Promise<SaidPair[]> {
  const db = context.database.orm;
  switch (run.source) {
    case "dataset":
      return readUpload(context, run);
    case "feedback":
      await noteUsers(db, run, sql`SELECT DISTINCT user_id FROM search_feedback`);
      return readFeedback(db, run.id);
    case "titles":
      await noteUsers(db, run, sql`SELECT DISTINCT user_id FROM documents WHERE title <> ''`);
      return readTitles(db, run.id);
  }
}

async function noteUsers(db: Db, { id, userId }: TuningRow, users: SQL): Promise<void> {
  await db.execute(sql`
    INSERT INTO tuning_users (run_id, user_id)
    SELECT ${id}::uuid, user_id FROM (${users}) AS known
    WHERE (${userId}::text IS NULL OR user_id = ${userId})
      AND NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.user_id = known.user_id)
    ON CONFLICT DO NOTHING`);
}

const usersOf = (db: Db, runId: string) =>
  db.select({ userId: tuningUsers.userId }).from(tuningUsers).where(eq(tuningUsers.runId, runId));

async function readUpload(context: Context, run: TuningRow): Promise<SaidPair[]> {
  const dataset = await readDataset(context, run.datasetId ?? "");
  if (dataset.userId !== null)
    await noteUsers(context.database.orm, run, sql`SELECT ${dataset.userId}::text AS user_id`);
  const pairs: SaidPair[] = [];
  for await (const { value } of readQueryPairs(datasetFile(context, dataset, FILES.pairs.pairs))) {
    const { query, document, negative } = value;
    pairs.push({ query, title: "", text: document, answers: true });
    if (negative !== undefined) pairs.push({ query, title: "", text: negative, answers: false });
    if (pairs.length >= MOST_PAIRS) break;
  }
  return pairs;
}

async function readFeedback(db: Db, runId: string): Promise<SaidPair[]> {
  return db
    .select({
      query: searchFeedback.query,
      title: documents.title,
      text: documents.text,
      answers: searchFeedback.helpful,
    })
    .from(searchFeedback)
    .innerJoin(documents, eq(documents.id, searchFeedback.documentId))
    .where(inArray(searchFeedback.userId, usersOf(db, runId)))
    .orderBy(desc(searchFeedback.id))
    .limit(MOST_PAIRS);
}

/** The title is the query here, so that it must not stand in front of the text. */
async function readTitles(db: Db, runId: string): Promise<SaidPair[]> {
  const rows = await db
    .select({ query: documents.title, text: documents.text })
    .from(documents)
    .where(and(ne(documents.title, ""), inArray(documents.userId, usersOf(db, runId))))
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(MOST_PAIRS);
  return rows.filter(({ query }) => query.trim() !== "").map((row) => ({ ...row, title: "", answers: true }));
}
