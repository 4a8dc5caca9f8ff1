import type { Patterns } from "@cosmic/contract";
import { count, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { changedSince } from "../runs/changed-since.ts";
import { jobOf } from "../runs/request-run.ts";
import { LEAST_DOCUMENTS } from "../settings.ts";
import { goneThemes, themeGroups, themeRuns } from "../tables.ts";
import { readThemes } from "./stored-themes.ts";

/** What the last run found, with what joined since, and the run that is under way. */
export async function readPatterns(context: Context, userId: string): Promise<Patterns> {
  const db = context.database.orm;
  const [run] = await db.select().from(themeRuns).where(eq(themeRuns.userId, userId));
  const now = await countDocuments(db, userId);
  const { shown, outliers } = await readThemes(db, userId);
  const groups = await db
    .select()
    .from(themeGroups)
    .where(eq(themeGroups.userId, userId))
    .orderBy(themeGroups.ordinal);
  const gone = await db.select().from(goneThemes).where(eq(goneThemes.userId, userId));
  return {
    user_id: userId,
    state: run?.state ?? "none",
    least_documents: LEAST_DOCUMENTS,
    documents: now,
    outliers,
    computed_at: run?.computedAt?.toISOString() ?? null,
    changed_since: run ? ((await changedSince(db, [run])).get(userId) ?? 0) : 0,
    job: run ? await readJob(context, userId) : null,
    themes: shown,
    groups: groups.map(({ label, ordinal }) => ({
      label,
      themes: shown.filter(({ group }) => group === ordinal).map(({ id }) => id),
    })),
    gone: gone.map(({ themeId: id, label, into }) => ({ id, label, into })),
  };
}

async function countDocuments(db: Db, userId: string): Promise<number> {
  const [row] = await db.select({ rows: count() }).from(documents).where(eq(documents.userId, userId));
  return row?.rows ?? 0;
}

/** None if the last one ended well. */
async function readJob(context: Context, userId: string): Promise<Patterns["job"]> {
  const job = await jobOf(context, userId);
  if (!job || job.state === "completed" || job.state === "cancelled") return null;
  const { id, state, progress, error } = job;
  return {
    id,
    state,
    progress: progress ? { done: progress.done, total: progress.total } : null,
    error: error ?? null,
  };
}
