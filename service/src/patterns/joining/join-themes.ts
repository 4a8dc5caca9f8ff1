import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents, embeddingStates } from "../../db/schema.ts";
import { isOneOf } from "../../db/uuid-array.ts";
import { documentVectors } from "../../embeddings/document-vectors.ts";
import { joinTheme } from "../identity/join-theme.ts";
import { writePlaces } from "../runs/write-places.ts";
import { themeDocuments, themeRuns, themes } from "../tables.ts";
import { placesNear } from "./places-near.ts";

interface Run {
  userId: string;
  runId: string | null;
}

/**
 * Gives documents that were embedded just now a theme, if they are near one, and a place on the map, without a run. For
 * users without themes it asks one small question. Documents that have their place already are left alone, so that it
 * may be called again; those of a run of another index wait for the next run.
 *
 * @param known whose documents they are, if that is known: to look it up takes longer than all else for users without
 *   themes
 */
export async function joinThemes(
  context: Context,
  ids: readonly string[],
  known?: ReadonlySet<string>,
): Promise<void> {
  const { database, indexes } = context;
  const indexId = indexes.active.id;
  for (const run of await runsOf(database.orm, ids, known, indexId)) {
    await joinRun(context, run, indexId, ids);
  }
}

async function runsOf(
  db: Db,
  ids: readonly string[],
  known: ReadonlySet<string> | undefined,
  indexId: string,
): Promise<Run[]> {
  if (ids.length === 0) return [];
  const users = known
    ? [...known]
    : db.select({ id: documents.userId }).from(documents).where(isOneOf(documents.id, ids));
  return db
    .select({ userId: themeRuns.userId, runId: themeRuns.runId })
    .from(themeRuns)
    .where(
      and(eq(themeRuns.state, "found"), eq(themeRuns.indexId, indexId), inArray(themeRuns.userId, users)),
    );
}

async function joinRun(context: Context, run: Run, indexId: string, ids: readonly string[]): Promise<void> {
  const { database, searchIndex } = context;
  const unplaced = await readUnplaced(database.orm, run.userId, ids);
  const vectors = await documentVectors(
    searchIndex,
    indexId,
    unplaced.map(({ id }) => id),
  );
  if (vectors.size === 0) return;
  const known = await database.orm
    .select({ id: themes.id, centroid: themes.centroid, reach: themes.reach })
    .from(themes)
    .where(eq(themes.userId, run.userId));
  const placeOf = await placesNear(context, indexId, run.userId, vectors);
  const joined = unplaced.flatMap(({ id: documentId, contentHash, date }) => {
    const [vector, place] = [vectors.get(documentId), placeOf.get(documentId)];
    if (!vector || !place) return [];
    const themeId = joinTheme(vector, known)?.theme.id ?? null;
    return { documentId, userId: run.userId, themeId, contentHash, ...place, date };
  });
  await database.orm.transaction(async (tx) => {
    if (!(await holdRun(tx, run))) return;
    await writePlaces(
      tx,
      joined.map((place) => ({ ...place, earlierThemeId: null, placed: "added" })),
    );
    for (const [themeId, own] of Map.groupBy(joined, (it) => it.themeId))
      if (themeId !== null)
        await widen(
          tx,
          themeId,
          own.map(({ date }) => date),
        );
  });
}

/** Those of the documents that are embedded and have no place, or one for what they said before. */
async function readUnplaced(db: Db, userId: string, ids: readonly string[]) {
  const only = (value: SQL) => sql`(SELECT ${value})`;
  const status = only(
    sql`${embeddingStates.status} FROM ${embeddingStates} WHERE ${embeddingStates.documentId} = ${documents.id}`,
  );
  const placedFor = only(
    sql`${themeDocuments.contentHash} FROM ${themeDocuments} WHERE ${themeDocuments.documentId} = ${documents.id}`,
  );
  const rows = await db
    .select({
      id: documents.id,
      contentHash: documents.contentHash,
      entryDate: documents.entryDate,
      createdAt: documents.createdAt,
    })
    .from(documents)
    .where(
      and(
        eq(documents.userId, userId),
        isOneOf(documents.id, ids),
        sql`${status} = 'completed'`,
        sql`${placedFor} IS DISTINCT FROM ${documents.contentHash}`,
      ),
    );
  return rows.map(({ entryDate, createdAt, ...row }) => ({
    ...row,
    date: (entryDate ?? createdAt).getTime(),
  }));
}

/** False if there is another run by now: that one looks for what came in meanwhile itself. */
async function holdRun(tx: Db, { userId, runId }: Run): Promise<boolean> {
  const [held] = await tx
    .select({ runId: themeRuns.runId })
    .from(themeRuns)
    .where(eq(themeRuns.userId, userId))
    .for("share");
  return held !== undefined && held.runId === runId;
}

async function widen(tx: Db, themeId: string, dates: readonly number[]): Promise<void> {
  const first = new Date(Math.min(...dates)).toISOString();
  const last = new Date(Math.max(...dates)).toISOString();
  await tx
    .update(themes)
    .set({
      firstSeen: sql`least(${themes.firstSeen}, ${first}::timestamptz)`,
      lastSeen: sql`greatest(${themes.lastSeen}, ${last}::timestamptz)`,
    })
    .where(eq(themes.id, themeId));
}
