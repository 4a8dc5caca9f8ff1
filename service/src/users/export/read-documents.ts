import type { Document } from "@cosmic/contract";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents, embeddingStates } from "../../db/schema.ts";
import { documentColumns, toDocument } from "../../documents/to-document.ts";

/** Few, because each may have a megabyte of text. */
const PAGE = 50;

const ORDERS = {
  /** Stays the same when a document is changed meanwhile, so that none is left out and none comes twice. */
  created: sql`${documents.createdAt}`,
  date: sql`coalesce(${documents.entryDate}, ${documents.createdAt})`,
};

/**
 * All documents of a user, page by page: the next page is read when the one before has been used. Oldest first, by
 * creation or by the date they are about.
 */
export async function* readDocuments(
  { database }: Context,
  userId: string,
  order: keyof typeof ORDERS,
): AsyncGenerator<Document[]> {
  const moment = ORDERS[order];
  for (let after: SQL | undefined; ; ) {
    const rows = await database.orm
      // As text, because a Date would cut off what PostgreSQL has behind the milliseconds.
      .select({ ...documentColumns, place: sql<string>`${moment}::text` })
      .from(documents)
      .innerJoin(embeddingStates, eq(embeddingStates.documentId, documents.id))
      .where(and(eq(documents.userId, userId), after))
      .orderBy(asc(moment), asc(documents.id))
      .limit(PAGE);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ place: _, ...row }) => toDocument(row));
    after = sql`(${moment}, ${documents.id}) > (${last.place}::timestamptz, ${last.id}::uuid)`;
  }
}
