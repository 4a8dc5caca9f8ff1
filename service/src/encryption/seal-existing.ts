import { asc, eq, gt } from "drizzle-orm";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { rewriteTables } from "../db/rewrite-tables.ts";
import { documents } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import { documentRowColumns } from "../documents/document-rows.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";
import { isSealed } from "./sealed-columns.ts";
import { sealing } from "./tables.ts";

const Payload = Type.Object({});

export const sealJob: JobDefinition<typeof Payload> = {
  name: "seal-documents",
  payload: Payload,
  attempts: 10,
  backoffSeconds: 10,
  maxBackoffSeconds: 600,
  timeoutSeconds: 24 * 3600,
  concurrency: 1,
};

const ROW = 1;
/** Documents of one transaction: PGlite runs on the main thread and must not hold it for long. */
const BATCH = 50;

/** At a start with a key: what was written before there was one is sealed once. */
export async function requestSealing({ encryption, database, queue }: Context): Promise<void> {
  if (!encryption.on) return;
  const [state] = await database.orm.select().from(sealing).where(eq(sealing.id, ROW));
  if (!state?.done) await queue.enqueue(sealJob, {}, { key: sealJob.name });
}

/** Walks all documents in the order of their ids; a run that was cut short goes on where it was. */
export async function sealExisting(
  context: Context,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<{ sealed: number }> {
  const { database } = context;
  let sealed = 0;
  for (let more = true; more; ) {
    signal.throwIfAborted();
    more = await database.orm.transaction(async (tx) => {
      const [state] = await tx.select().from(sealing).where(eq(sealing.id, ROW));
      const after = state?.sealedUpTo ?? null;
      const ids = await tx
        .select({ id: documents.id, sealed: isSealed(documents.text) })
        .from(documents)
        .where(after === null ? undefined : gt(documents.id, after))
        .orderBy(asc(documents.id))
        .limit(BATCH);
      sealed += await sealRows(
        tx,
        context,
        ids.filter(({ sealed }) => !sealed).map(({ id }) => id),
      );
      const done = ids.length < BATCH;
      const set = { sealedUpTo: ids.at(-1)?.id ?? after, done };
      await tx
        .insert(sealing)
        .values({ id: ROW, ...set })
        .onConflictDoUpdate({ target: sealing.id, set });
      return !done;
    });
    progress(sealed, sealed, `${sealed} documents sealed`);
  }
  if (sealed > 0) context.log.info({ sealed }, "documents of before there was a key are encrypted now");
  // On a server what was there in plain goes with its own vacuum, its log and its backups.
  if (sealed > 0) await rewriteTables(database);
  return { sealed };
}

async function sealRows(tx: Db, { encryption }: Context, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await tx
    .select(documentRowColumns)
    .from(documents)
    .where(isOneOf(documents.id, ids))
    .for("update");
  const sealed = await encryption.sealDocuments(tx, await encryption.keyHashes(tx, rows));
  for (const { id, title, text, metadata, contentHash } of sealed) {
    await tx.update(documents).set({ title, text, metadata, contentHash }).where(eq(documents.id, id));
  }
  return rows.length;
}
