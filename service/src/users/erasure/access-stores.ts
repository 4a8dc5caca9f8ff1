import { and, count, eq, inArray, notInArray, or, type SQL, sql } from "drizzle-orm";
import { apiKeys, auditLog } from "../../access/tables.ts";
import type { Db } from "../../db/open.ts";
import { erasedIds } from "./erased-ids.ts";
import type { UserStore } from "./store.ts";

/**
 * Keys that are bound to the user. They are revoked and no longer name the user; the rows stay, because they say that
 * there is access control.
 */
export const keyStore: UserStore = {
  async erase({ database, access }, user) {
    const ids = await database.orm.transaction(async (tx) => {
      const revoked = await tx
        .update(apiKeys)
        .set({ userId: null, name: "erased", revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())` })
        .where(eq(apiKeys.userId, user.id))
        .returning({ id: apiKeys.id });
      await user.removed({ api_keys: revoked.length }, tx);
      return revoked.map(({ id }) => id);
    });
    for (const id of ids) access.changed(id);
  },

  async count({ database }, userId) {
    const [row] = await database.orm
      .select({ rows: count() })
      .from(apiKeys)
      .where(eq(apiKeys.userId, userId));
    return row?.rows ?? 0;
  },
};

/** Like the mark, they say that the user was erased, and by whom. */
const OF_ERASURE = ["DELETE /api/v1/users/:id/", "GET /api/v1/users/:id/erasure/"];

/** What the audit log says of the user and of the user's documents. That something was done stays, not to whom. */
export const auditStore: UserStore = {
  async erase({ database }, user) {
    await database.orm.transaction(async (tx) => {
      const blanked = await tx
        .update(auditLog)
        .set({
          userId: null,
          subject: null,
          reason: null,
          actorId: sql`CASE WHEN ${auditLog.actorKind} = 'user' THEN NULL ELSE ${auditLog.actorId} END`,
          actorName: sql`CASE WHEN ${auditLog.actorKind} = 'user' THEN NULL ELSE ${auditLog.actorName} END`,
        })
        .where(naming(tx, user.id))
        .returning({ id: auditLog.id });
      await user.removed({ audit_entries: blanked.length }, tx);
    });
  },

  async count({ database }, userId) {
    const [row] = await database.orm
      .select({ rows: count() })
      .from(auditLog)
      .where(naming(database.orm, userId));
    return row?.rows ?? 0;
  },
};

function naming(db: Db, userId: string): SQL | undefined {
  const documents = sql`(SELECT document_id::text FROM (${erasedIds(db, userId)}) AS erased)`;
  return and(
    notInArray(auditLog.action, OF_ERASURE),
    or(
      eq(auditLog.userId, userId),
      eq(auditLog.subject, userId),
      and(eq(auditLog.actorKind, "user"), eq(auditLog.actorId, userId)),
      inArray(auditLog.subject, documents),
    ),
  );
}
