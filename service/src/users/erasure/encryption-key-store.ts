import { count, eq } from "drizzle-orm";
import { userKeys } from "../../encryption/tables.ts";
import type { UserStore } from "./store.ts";

/** The key of a user: without it rows, backups and dead versions of rows are noise. */
export const encryptionKeyStore: UserStore = {
  async erase({ database, encryption }, user) {
    await database.orm.transaction(async (tx) => {
      await user.removed({ encryption_keys: await encryption.dropKey(tx, user.id) }, tx);
    });
  },

  async count({ database }, userId) {
    const [keys] = await database.orm
      .select({ rows: count() })
      .from(userKeys)
      .where(eq(userKeys.userId, userId));
    return keys?.rows ?? 0;
  },
};
