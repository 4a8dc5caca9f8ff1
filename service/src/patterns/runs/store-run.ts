import { setImmediate } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { describeAllMerged } from "../merging/describe-merged.ts";
import { keepMerges } from "../merging/keep-merges.ts";
import {
  goneThemes,
  themeDocuments,
  themeGroups,
  themeMoods,
  themeRuns,
  themeSentences,
  themeSettings,
  themes,
} from "../tables.ts";
import type { FoundThemes, PreviousThemes } from "../themes.ts";
import type { EmbeddedDocument } from "./read-documents.ts";
import { sealThemes } from "./seal-themes.ts";
import { moodRows, sentenceRows, themeRow } from "./theme-rows.ts";
import { writePlaces } from "./write-places.ts";

export interface FinishedRun {
  userId: string;
  indexId: string;
  documents: readonly Pick<EmbeddedDocument, "id" | "contentHash">[];
  previous: PreviousThemes;
  found: FoundThemes;
}

/** Rows of one statement: PGlite works before anything else of the process has its turn. */
const ROWS = 50;

/**
 * Puts what a run found in place of what the one before did, in one transaction. What the user said of themes stays.
 *
 * @returns false, and nothing is written, if the user was erased meanwhile
 */
export async function storeRun(
  { database, encryption }: Pick<Context, "database" | "encryption">,
  run: FinishedRun,
): Promise<boolean> {
  const { userId, indexId, found } = run;
  return database.orm.transaction(async (tx) => {
    const [row] = await tx
      .select({ userId: themeRuns.userId })
      .from(themeRuns)
      .where(eq(themeRuns.userId, userId))
      .for("update");
    if (!row) return false;
    const gone = await readGone(tx, userId, found);
    await deleteRun(tx, userId);
    await setImmediate();
    await insertThemes(tx, userId, await sealThemes(encryption, tx, userId, found));
    await writePlaces(tx, placesOf(run));
    for (const row of gone)
      await tx.insert(goneThemes).values({ ...row, label: await encryption.sealText(tx, userId, row.label) });
    const into = new Map(gone.map(({ themeId, into }) => [themeId, into]));
    await keepMerges(encryption, tx, userId, found.themes, into);
    await describeAllMerged(tx, userId);
    await tx
      .update(themeRuns)
      .set({
        runId: uuidv7(),
        state: found.status,
        indexId,
        documents: found.documents,
        computedAt: new Date(),
      })
      .where(eq(themeRuns.userId, userId));
    return true;
  });
}

/** Removes what runs found of a user; what the user said stays. */
export async function deleteRun(tx: Db, userId: string): Promise<void> {
  for (const table of [themes, themeGroups, themeMoods, themeSentences, goneThemes, themeDocuments])
    await tx.delete(table).where(eq(table.userId, userId));
}

/** Those of the run before that are no more. Others may have been gone for longer. */
async function readGone(tx: Db, userId: string, { changes }: FoundThemes) {
  const before = await tx
    .select({
      id: themes.id,
      label: sql<string>`coalesce(${themeSettings.name}, ${themes.label})`,
    })
    .from(themes)
    .leftJoin(themeSettings, eq(themeSettings.themeId, themes.id))
    .where(eq(themes.userId, userId));
  const labels = new Map(before.map(({ id, label }) => [id, label]));
  return changes.flatMap((change) => {
    const label = labels.get(change.themeId);
    if (label === undefined || (change.kind !== "gone" && change.kind !== "merged")) return [];
    return { userId, themeId: change.themeId, label, into: change.kind === "merged" ? change.into : null };
  });
}

async function insertThemes(tx: Db, userId: string, { themes: found, groups, changes }: FoundThemes) {
  const kinds = new Map(
    changes.flatMap(({ kind, themeId }) =>
      kind === "kept" || kind === "split" ? [[themeId, kind] as const] : [],
    ),
  );
  for await (const part of parts(found)) {
    await tx
      .insert(themes)
      .values(part.map((theme) => themeRow(userId, theme, kinds.get(theme.id) ?? "new")));
  }
  for await (const part of parts(found.flatMap((theme) => moodRows(userId, theme))))
    await tx.insert(themeMoods).values(part);
  for await (const part of parts(found.flatMap((theme) => sentenceRows(userId, theme))))
    await tx.insert(themeSentences).values(part);
  const named = groups.map(({ label }, ordinal) => ({ userId, ordinal, label }));
  if (named.length > 0) await tx.insert(themeGroups).values(named);
}

function placesOf({ userId, documents, previous, found }: FinishedRun) {
  const themeOf = new Map(found.members.map(({ documentId, themeId }) => [documentId, themeId]));
  const earlierOf = new Map(previous.members.map(({ documentId, themeId }) => [documentId, themeId]));
  const hashOf = new Map(documents.map(({ id, contentHash }) => [id, contentHash]));
  return found.map.map(({ documentId, x, y }) => ({
    ...{ documentId, userId, x, y },
    themeId: themeOf.get(documentId) ?? null,
    earlierThemeId: earlierOf.get(documentId) ?? null,
    contentHash: hashOf.get(documentId) ?? "",
    placed: "run" as const,
  }));
}

async function* parts<T>(rows: readonly T[]): AsyncGenerator<T[]> {
  for (let start = 0; start < rows.length; start += ROWS) {
    yield rows.slice(start, start + ROWS);
    await setImmediate();
  }
}
