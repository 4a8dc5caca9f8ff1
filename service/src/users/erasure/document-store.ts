import { setImmediate } from "node:timers/promises";
import { and, asc, count, eq, gt, inArray, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { documents, embeddingStates, embeddings, erasedDocuments } from "../../db/schema.ts";
import { deleteDocumentRows } from "../../documents/document-rows.ts";
import { CosmicError } from "../../errors.ts";
import { erasedIds } from "./erased-ids.ts";
import type { ErasedUser, UserStore } from "./store.ts";

const PAGE = 500;
/** Seconds after which the job looks again whether a document is still being embedded. */
const PATIENCE = 2;

/** Rows of the documents, with the states of their embedding and the rows of their passages. */
export const documentStore: UserStore = {
  async erase(context, user) {
    await waitForWriters(context.database.orm);
    await rememberIds(context.database.orm, user.id);
    let embedding = 0;
    for (let after: string | undefined; ; ) {
      user.signal.throwIfAborted();
      const ids = await nextIds(context, user.id, after);
      if (ids.length === 0) break;
      embedding += ids.length - (await erasePage(context, user, ids));
      // PGlite answers before anything else of the process has its turn.
      await setImmediate();
      after = ids.at(-1);
    }
    if (embedding === 0) return;
    // A job that embeds them would write to the index after it was emptied, and might die before it takes that back.
    const message = `${embedding} documents are being embedded; the erasure goes on when that is done.`;
    throw new CosmicError("conflict", message, { retryAfter: PATIENCE });
  },

  async count({ database }, userId) {
    const [row] = await database.orm
      .select({ rows: count() })
      .from(documents)
      .where(eq(documents.userId, userId));
    return row?.rows ?? 0;
  },
};

/** What may be left of documents whose row is gone already. */
export const embeddingStore: UserStore = {
  async erase({ database }, user) {
    const ids = erasedIds(database.orm, user.id);
    await database.orm.delete(embeddings).where(inArray(embeddings.documentId, ids));
    await database.orm.delete(embeddingStates).where(inArray(embeddingStates.documentId, ids));
  },

  async count({ database }, userId) {
    const ids = erasedIds(database.orm, userId);
    const rows = await Promise.all([
      database.orm.select({ rows: count() }).from(embeddings).where(inArray(embeddings.documentId, ids)),
      database.orm
        .select({ rows: count() })
        .from(embeddingStates)
        .where(inArray(embeddingStates.documentId, ids)),
    ]);
    return rows.flat().reduce((sum, row) => sum + row.rows, 0);
  },
};

/**
 * Every statement that adds documents looks for the mark of the user itself. Those that began before the mark was set
 * have ended when the table could be locked.
 */
async function waitForWriters(db: Db): Promise<void> {
  await db.transaction(async (tx) => void (await tx.execute(sql`LOCK TABLE documents IN SHARE MODE`)));
}

/** Jobs and rows elsewhere name documents by their ids, which must be known when the documents are gone. */
async function rememberIds(db: Db, userId: string): Promise<void> {
  await db.execute(sql`
    INSERT INTO erased_documents (user_id, document_id) SELECT user_id, id FROM documents WHERE user_id = ${userId}
    ON CONFLICT DO NOTHING`);
}

async function nextIds({ database }: Context, userId: string, after?: string): Promise<string[]> {
  const rows = await database.orm
    .select({ id: erasedDocuments.documentId })
    .from(erasedDocuments)
    .innerJoin(documents, eq(documents.id, erasedDocuments.documentId))
    .where(
      and(
        eq(erasedDocuments.userId, userId),
        after === undefined ? undefined : gt(erasedDocuments.documentId, after),
      ),
    )
    .orderBy(asc(erasedDocuments.documentId))
    .limit(PAGE);
  return rows.map(({ id }) => id);
}

/** @returns how many of the documents were removed; the others are being embedded */
async function erasePage({ database }: Context, user: ErasedUser, ids: readonly string[]): Promise<number> {
  return database.orm.transaction(async (tx) => {
    // Locked, so that no job takes them on now.
    const states = await tx
      .select({ id: embeddingStates.documentId, status: embeddingStates.status })
      .from(embeddingStates)
      .where(inArray(embeddingStates.documentId, [...ids]))
      .for("update");
    const busy = new Set(states.filter(({ status }) => status === "processing").map(({ id }) => id));
    const idle = ids.filter((id) => !busy.has(id));
    if (idle.length === 0) return 0;
    const [passages] = await tx
      .select({ rows: count() })
      .from(embeddings)
      .where(inArray(embeddings.documentId, idle));
    await deleteDocumentRows(tx, idle);
    await user.removed({ documents: idle.length, embeddings: passages?.rows ?? 0 }, tx);
    return idle.length;
  });
}
