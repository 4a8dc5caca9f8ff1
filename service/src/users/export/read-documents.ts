import type { Document } from "@cosmic/contract";
import { inArray } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { documents, embeddingStates } from "../../db/schema.ts";
import { documentRowColumns } from "../../documents/document-rows.ts";
import { type DocumentOrder, idsOfUser } from "../../documents/ids-of-user.ts";
import { toDocument } from "../../documents/to-document.ts";

/** Ids read at once. */
const IDS = 2_000;
/** Documents read at once. Few, because each may have a megabyte of text. */
const DOCUMENTS = 50;

/**
 * All documents of a user, part by part: the next part is read when the one before has been used. Oldest first, by
 * creation or by the date they are about.
 */
export async function* readDocuments(
  context: Context,
  userId: string,
  order: DocumentOrder,
): AsyncGenerator<Document[]> {
  for await (const ids of idsOfUser(context.database.orm, userId, order, IDS)) {
    for (let start = 0; start < ids.length; start += DOCUMENTS) {
      yield await readByIds(context, ids.slice(start, start + DOCUMENTS));
    }
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
