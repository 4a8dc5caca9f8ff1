import { and, eq, gt, lte, ne } from "drizzle-orm";
import type { Sessions } from "../store.ts";
import type { Db } from "./create.ts";
import { sessions } from "./schema.ts";

export function databaseSessions(db: Db): Sessions {
  return {
    async add(session) {
      await db.insert(sessions).values(session);
    },

    async find(tokenHash, now) {
      const [found] = await db
        .select()
        .from(sessions)
        .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now)));
      return found;
    },

    async extend(tokenHash, expiresAt) {
      await db.update(sessions).set({ expiresAt }).where(eq(sessions.tokenHash, tokenHash));
    },

    async remove(tokenHash) {
      await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
    },

    async removeOf(accountId, except) {
      await db
        .delete(sessions)
        .where(
          and(
            eq(sessions.accountId, accountId),
            except === undefined ? undefined : ne(sessions.tokenHash, except),
          ),
        );
    },

    async removeExpired(now) {
      await db.delete(sessions).where(lte(sessions.expiresAt, now));
    },
  };
}
