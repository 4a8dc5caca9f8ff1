import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { documents } from "../db/schema.ts";

const ORDERS = {
  /** Stays the same when a document is changed meanwhile, so that none is left out and none comes twice. */
  created: sql`${documents.createdAt}`,
  date: sql`coalesce(${documents.entryDate}, ${documents.createdAt})`,
};
export type DocumentOrder = keyof typeof ORDERS;

/**
 * Ids of all documents of a user, `size` at a time, oldest first, by creation or by the date they are about. In their
 * order they cost as much as the user has documents, however few are asked for.
 */
export async function* idsOfUser(
  db: Db,
  userId: string,
  order: DocumentOrder,
  size: number,
): AsyncGenerator<string[]> {
  const moment = ORDERS[order];
  for (let after: SQL | undefined; ; ) {
    const rows = await db
      .select({ id: documents.id, place: sql<string>`${moment}::text` })
      .from(documents)
      .where(and(eq(documents.userId, userId), after))
      .orderBy(asc(moment), asc(documents.id))
      .limit(size);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id }) => id);
    if (rows.length < size) return;
    after = sql`(${moment}, ${documents.id}) > (${last.place}::timestamptz, ${last.id}::uuid)`;
  }
}
