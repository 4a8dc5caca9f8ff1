import { count, inArray } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { documents } from "../../db/schema.ts";
import { themeDocuments, type themeRuns } from "../tables.ts";

type Run = Pick<typeof themeRuns.$inferSelect, "userId" | "state" | "documents">;

/**
 * For each user, how many documents were added, changed or deleted since the last run. Of the documents of a run those
 * are left that have the place it gave them; so the others need not be written down.
 */
export async function changedSince(db: Db, runs: readonly Run[]): Promise<Map<string, number>> {
  const found = runs.filter(({ state }) => state === "found");
  const tooFew = runs.filter(({ state }) => state === "not_enough");
  const placed = await countPlaced(
    db,
    found.map(({ userId }) => userId),
  );
  const now = await countDocuments(
    db,
    tooFew.map(({ userId }) => userId),
  );
  return new Map([
    ...found.map(({ userId, documents }): [string, number] => {
      const { run = 0, added = 0 } = placed.get(userId) ?? {};
      return [userId, (documents ?? 0) - run + added];
    }),
    ...tooFew.map(({ userId, documents }): [string, number] => [
      userId,
      Math.abs((now.get(userId) ?? 0) - (documents ?? 0)),
    ]),
  ]);
}

async function countPlaced(db: Db, users: string[]) {
  const counts = new Map<string, { run?: number; changed?: number; added?: number }>();
  if (users.length === 0) return counts;
  const rows = await db
    .select({ userId: themeDocuments.userId, placed: themeDocuments.placed, documents: count() })
    .from(themeDocuments)
    .where(inArray(themeDocuments.userId, users))
    .groupBy(themeDocuments.userId, themeDocuments.placed);
  for (const { userId, placed, documents } of rows)
    counts.set(userId, { ...counts.get(userId), [placed]: documents });
  return counts;
}

async function countDocuments(db: Db, users: string[]): Promise<Map<string, number>> {
  if (users.length === 0) return new Map();
  const rows = await db
    .select({ userId: documents.userId, documents: count() })
    .from(documents)
    .where(inArray(documents.userId, users))
    .groupBy(documents.userId);
  return new Map(rows.map((row) => [row.userId, row.documents]));
}
