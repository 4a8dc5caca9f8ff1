import { and, asc, eq, lt, notInArray, sql } from "drizzle-orm";
import { Type } from "typebox";
import type { Context } from "../../context.ts";
import { documents } from "../../db/schema.ts";
import { removeFromIndex } from "../../embeddings/remove-from-index.ts";
import type { JobContext, JobDefinition } from "../../ports/queue/queue.ts";
import { deleteDocumentRows } from "../document-rows.ts";
import { OTHER_TYPES } from "./config.ts";
import { oldestKept } from "./kept-until.ts";

const Payload = Type.Object({});

export const expireJob: JobDefinition<typeof Payload> = {
  name: "expire-documents",
  payload: Payload,
  attempts: 3,
  backoffSeconds: 60,
  maxBackoffSeconds: 600,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

/** Documents that are deleted together: PGlite runs on the main thread and must not hold it for long. */
const BATCH = 100;

/**
 * Deletes the documents that are older than their type is kept: rows, vectors and keyword entries, as DELETE does. A
 * document is as old as its entry date says, and without one as long as it has been here.
 *
 * @returns how many there were, by the types of the setting
 */
export async function expireDocuments(
  context: Context,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
  now = new Date(),
): Promise<{ deleted: Record<string, number> }> {
  const { retention } = context.config.documents;
  const deleted: Record<string, number> = {};
  let total = 0;
  for (const type of retention.keys()) {
    deleted[type] = 0;
    for (;;) {
      signal.throwIfAborted();
      const ids = await findExpired(context, type, now);
      if (ids.length === 0) break;
      await deleteDocumentRows(context.database.orm, ids);
      await removeFromIndex(context, ids);
      deleted[type] += ids.length;
      total += ids.length;
      progress(total, total, `${total} documents deleted`);
    }
  }
  if (total > 0) context.log.info({ deleted }, "documents were deleted that are kept no longer");
  return { deleted };
}

async function findExpired({ config, database }: Context, type: string, now: Date): Promise<string[]> {
  const { retention } = config.documents;
  const oldest = oldestKept(retention, type, now);
  if (oldest === undefined) return [];
  const date = sql`coalesce(${documents.entryDate}, ${documents.createdAt})`;
  const ofType =
    type === OTHER_TYPES
      ? notInArray(documents.documentType, [...retention.keys()])
      : eq(documents.documentType, type);
  const rows = await database.orm
    .select({ id: documents.id })
    .from(documents)
    .where(and(ofType, lt(date, oldest.toISOString())))
    .orderBy(asc(date))
    .limit(BATCH);
  return rows.map(({ id }) => id);
}
