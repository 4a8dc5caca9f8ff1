import { count, eq } from "drizzle-orm";
import { events } from "../../db/schema.ts";
import type { UserStore } from "./store.ts";

/** What live updates told of the user. */
export const eventStore: UserStore = {
  async erase({ database }, user) {
    await database.orm.transaction(async (tx) => {
      const ofUser = eq(events.userId, user.id);
      const [told] = await tx.select({ rows: count() }).from(events).where(ofUser);
      await tx.delete(events).where(ofUser);
      await user.removed({ events: told?.rows ?? 0 }, tx);
    });
  },

  async count({ database }, userId) {
    const [row] = await database.orm.select({ rows: count() }).from(events).where(eq(events.userId, userId));
    return row?.rows ?? 0;
  },
};
