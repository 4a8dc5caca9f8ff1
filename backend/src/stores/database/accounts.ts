import { randomUUID } from "node:crypto";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { Accounts } from "../store.ts";
import type { Db } from "./create.ts";
import { isUuid } from "./ids.ts";
import { accounts } from "./schema.ts";

export function databaseAccounts(db: Db): Accounts {
  return {
    async add(account) {
      const [added] = await db
        .insert(accounts)
        .values({ ...account, id: randomUUID() })
        .onConflictDoNothing({ target: accounts.email })
        .returning();
      return added;
    },

    async find(id) {
      if (!isUuid(id)) return undefined;
      const [found] = await db.select().from(accounts).where(eq(accounts.id, id));
      return found;
    },

    async findByEmail(email) {
      const [found] = await db.select().from(accounts).where(eq(accounts.email, email));
      return found;
    },

    async setPasswordHash(id, passwordHash) {
      await db.update(accounts).set({ passwordHash }).where(eq(accounts.id, id));
    },

    async beginErasing(id, at) {
      await db
        .update(accounts)
        .set({ erasingSince: at })
        .where(and(eq(accounts.id, id), isNull(accounts.erasingSince)));
    },

    async erasing(before) {
      const found = await db
        .select({ id: accounts.id })
        .from(accounts)
        .where(lt(accounts.erasingSince, before));
      return found.map(({ id }) => id);
    },

    async remove(id) {
      await db.delete(accounts).where(eq(accounts.id, id));
    },
  };
}
