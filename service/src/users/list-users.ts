import type { UserList, UserQuery, UserSummary } from "@cosmic/contract";
import { and, asc, countDistinct, desc, eq, inArray, max, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates, erasures } from "../db/schema.ts";
import { decodeCursor, toPage } from "../http/page.ts";

/** Users who have documents, by id. Read along an index, so that a page costs what its users have. */
export async function listUsers(db: Db, query: UserQuery, url: string): Promise<UserList> {
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, (key) => key.length === 1);
  const backwards = cursor?.direction === "previous";
  const [place] = cursor?.key ?? [];
  const id = documents.userId;
  const filter = query.prefix ? sql`starts_with(${id}, ${query.prefix})` : undefined;
  const rows = await db
    .select({ id, ...counts, lastCreatedAt: max(documents.createdAt) })
    .from(documents)
    .innerJoin(embeddingStates, eq(embeddingStates.documentId, documents.id))
    .where(
      and(
        filter,
        place === undefined ? undefined : backwards ? sql`${id} < ${place}` : sql`${id} > ${place}`,
      ),
    )
    .groupBy(id)
    .orderBy(backwards ? desc(id) : asc(id))
    .limit(limit + 1);
  const [total] = await db
    .select({ count: countDistinct(id) })
    .from(documents)
    .where(filter);
  const erasing = await erasuresOf(
    db,
    rows.map((row) => row.id),
  );
  return toPage(
    rows,
    { limit, cursor, count: total?.count ?? 0, url },
    (row) => [row.id],
    ({ id: user_id, lastCreatedAt, ...byStatus }): UserSummary => ({
      user_id,
      documents: byStatus,
      last_created_at: lastCreatedAt?.toISOString() ?? null,
      erasure: erasing.get(user_id) ?? null,
    }),
  );
}

const counted = (status: SQL): SQL<number> =>
  sql`count(*) FILTER (WHERE ${embeddingStates.status} = ${status})`.mapWith(Number);

const counts = {
  pending: counted(sql`'pending'`),
  processing: counted(sql`'processing'`),
  completed: counted(sql`'completed'`),
  failed: counted(sql`'failed'`),
};

async function erasuresOf(db: Db, users: string[]): Promise<Map<string, UserSummary["erasure"]>> {
  if (users.length === 0) return new Map();
  const rows = await db.select().from(erasures).where(inArray(erasures.userId, users));
  return new Map(rows.map(({ userId, state }) => [userId, state]));
}
