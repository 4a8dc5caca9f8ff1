import { count, eq } from "drizzle-orm";
import type { Db } from "../../db/open.ts";
import { jobOf } from "../../patterns/runs/request-run.ts";
import { deleteRun } from "../../patterns/runs/store-run.ts";
import {
  goneThemes,
  themeDocuments,
  themeGroups,
  themeMoods,
  themeRuns,
  themeSentences,
  themeSettings,
  themes,
} from "../../patterns/tables.ts";
import type { UserStore } from "./store.ts";

/** Themes, with where the documents were in them, and what the user said of them. */
export const themeStore: UserStore = {
  async erase(context, user) {
    const job = await jobOf(context, user.id);
    // It has the texts in its memory, and may take minutes.
    if (job) await context.queue.cancel(job.id);
    await context.database.orm.transaction(async (tx) => {
      // Who writes of themes looks for this row and holds it: after this nobody does.
      await tx.delete(themeRuns).where(eq(themeRuns.userId, user.id));
      const removed = await countRows(tx, user.id, [themes, themeSettings]);
      await deleteRun(tx, user.id);
      await tx.delete(themeSettings).where(eq(themeSettings.userId, user.id));
      await user.removed({ themes: removed }, tx);
    });
  },

  count({ database }, userId) {
    return countRows(database.orm, userId, ALL);
  },
};

const ALL = [
  themeRuns,
  themes,
  themeGroups,
  themeMoods,
  themeSentences,
  goneThemes,
  themeDocuments,
  themeSettings,
];

async function countRows(db: Db, userId: string, tables: readonly (typeof ALL)[number][]): Promise<number> {
  let rows = 0;
  for (const table of tables) {
    const [counted] = await db.select({ rows: count() }).from(table).where(eq(table.userId, userId));
    rows += counted?.rows ?? 0;
  }
  return rows;
}
