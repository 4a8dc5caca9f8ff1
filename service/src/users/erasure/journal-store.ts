import { count, eq } from "drizzle-orm";
import { journalEntries } from "../../db/schema.ts";
import type { UserStore } from "./store.ts";

/** The journal of the embedded mode. One in MongoDB belongs to the product that writes it, and is only ever read. */
export const journalStore: UserStore = {
  async erase({ database }, user) {
    await database.orm.transaction(async (tx) => {
      const ofUser = eq(journalEntries.userId, user.id);
      const [entries] = await tx.select({ rows: count() }).from(journalEntries).where(ofUser);
      await tx.delete(journalEntries).where(ofUser);
      await user.removed({ journal_entries: entries?.rows ?? 0 }, tx);
    });
  },

  async count({ database }, userId) {
    const [row] = await database.orm
      .select({ rows: count() })
      .from(journalEntries)
      .where(eq(journalEntries.userId, userId));
    return row?.rows ?? 0;
  },
};
