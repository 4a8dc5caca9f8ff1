import { setImmediate } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents, embeddingStates } from "../../db/schema.ts";
import { isOneOf } from "../../db/uuid-array.ts";
import { idsOfUser } from "../../documents/ids-of-user.ts";
import { documentVectors } from "../../embeddings/document-vectors.ts";
import { partOf } from "../../encryption/sealed-columns.ts";
import { mood } from "../../insights/local-day.ts";
import type { ThemeDocument } from "../themes.ts";

/** A document, and what its vector was made from. */
export type EmbeddedDocument = ThemeDocument & { contentHash: string };

/** Few, so that others have their turn between two pages. */
const PAGE = 200;
/** Characters of a text that are looked through for words and sentences. */
const MOST_TEXT = 20_000;

/** As much of a text as themes are described from. */
export const themeText = partOf(
  documents.text,
  sql`left(${documents.text}, ${MOST_TEXT})`,
  // A character has two code units at the most.
).mapWith((text: string) => text.slice(0, 2 * MOST_TEXT));

/**
 * All documents of a user that are embedded, each with the mean of its passages in this index.
 *
 * @returns beside them, how many others wait to be embedded
 */
export async function readThemeDocuments(
  { database: { orm }, searchIndex }: Pick<Context, "database" | "searchIndex">,
  userId: string,
  indexId: string,
  signal: AbortSignal,
): Promise<{ embedded: EmbeddedDocument[]; unfinished: number }> {
  const embedded: EmbeddedDocument[] = [];
  let unfinished = 0;
  for await (const ids of idsOfUser(orm, userId, "created", PAGE)) {
    signal.throwIfAborted();
    // In this order a vector may be newer than its hash, and the document joins again; but it is never older.
    const rows = await readRows(orm, userId, ids);
    const states = await orm
      .select({ id: embeddingStates.documentId, status: embeddingStates.status })
      .from(embeddingStates)
      .where(isOneOf(embeddingStates.documentId, ids));
    const completed = states.filter(({ status }) => status === "completed").map(({ id }) => id);
    const vectors = await documentVectors(searchIndex, indexId, completed);
    unfinished += states.filter(({ status }) => status === "pending" || status === "processing").length;
    for (const { entryDate, createdAt, mood, ...row } of rows) {
      const vector = vectors.get(row.id);
      const date = (entryDate ?? createdAt).getTime();
      if (vector) embedded.push({ ...row, vector, date, mood: mood ?? undefined });
    }
    await setImmediate();
  }
  return { embedded, unfinished };
}

function readRows(orm: Db, userId: string, ids: string[]) {
  return orm
    .select({
      id: documents.id,
      text: themeText,
      entryDate: documents.entryDate,
      createdAt: documents.createdAt,
      mood,
      contentHash: documents.contentHash,
    })
    .from(documents)
    .where(and(eq(documents.userId, userId), isOneOf(documents.id, ids)));
}
