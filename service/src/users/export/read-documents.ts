import type { Document } from "@cosmic/contract";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents, embeddingStates } from "../../db/schema.ts";
import { documentRowColumns } from "../../documents/document-rows.ts";
import { toDocument } from "../../documents/to-document.ts";

/** Ids read at once. In their order they cost as much as the user has documents, however few are asked for. */
const IDS = 2_000;
/** Documents read at once. Few, because each may have a megabyte of text. */
const DOCUMENTS = 50;

const ORDERS = {
  /** Stays the same when a document is changed meanwhile, so that none is left out and none comes twice. */
  created: sql`${documents.createdAt}`,
  date: sql`coalesce(${documents.entryDate}, ${documents.createdAt})`,
};

/**
 * All documents of a user, part by part: the next part is read when the one before has been used. Oldest first, by
 * creation or by the date they are about.
 */
export async function* readDocuments(
  context: Context,
  userId: string,
  order: keyof typeof ORDERS,
): AsyncGenerator<Document[]> {
  for await (const ids of readIds(context, userId, ORDERS[order])) {
    for (let start = 0; start < ids.length; start += DOCUMENTS) {
      yield await readByIds(context, ids.slice(start, start + DOCUMENTS));
    }
  }
}

async function* readIds({ database }: Context, userId: string, moment: SQL): AsyncGenerator<string[]> {
  for (let after: SQL | undefined; ; ) {
    const rows = await database.orm
      .select({ id: documents.id, place: sql<string>`${moment}::text` })
      .from(documents)
      .where(and(eq(documents.userId, userId), after))
      .orderBy(asc(moment), asc(documents.id))
      .limit(IDS);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id }) => id);
    if (rows.length < IDS) return;
    after = sql`(${moment}, ${documents.id}) > (${last.place}::timestamptz, ${last.id}::uuid)`;
  }
}

/** In the order of the ids, without those deleted meanwhile. Two questions by key: PGlite joins by reading all states. */
async function readByIds({ database }: Context, ids: readonly string[]): Promise<Document[]> {
  const [rows, states] = await Promise.all([
    database.orm
      .select(documentRowColumns)
      .from(documents)
      .where(inArray(documents.id, [...ids])),
    database.orm
      .select()
      .from(embeddingStates)
      .where(inArray(embeddingStates.documentId, [...ids])),
  ]);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const stateOf = new Map(states.map((state) => [state.documentId, state]));
  return ids.flatMap((id) => {
    const [row, state] = [rowOf.get(id), stateOf.get(id)];
    return row && state
      ? toDocument({ ...row, embeddingStatus: state.status, embeddingError: state.error })
      : [];
  });
}
