import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { Type } from "typebox";
import type { Context } from "../context.ts";
import type { Db } from "../db/open.ts";
import { rewriteTables } from "../db/rewrite-tables.ts";
import { documents, journalEntries } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import { documentRowColumns } from "../documents/document-rows.ts";
import type { JobContext, JobDefinition } from "../ports/queue/queue.ts";
import type { Encryption } from "./encryption.ts";
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

/** Rows of one transaction: PGlite runs on the main thread and must not hold it for long. */
const BATCH = 50;

/** A table whose rows are sealed in the order of their ids. */
interface Walk {
  /** Its row in `sealing`. */
  id: number;
  table: typeof documents | typeof journalEntries;
  seal(tx: Db, encryption: Encryption, ids: readonly string[]): Promise<void>;
}

const WALKS: readonly Walk[] = [
  { id: 1, table: documents, seal: sealDocuments },
  { id: 2, table: journalEntries, seal: sealEntries },
];

/** At a start with a key: what was written before there was one is sealed once. */
export async function requestSealing({ encryption, database, queue }: Context): Promise<void> {
  if (!encryption.on) return;
  const ids = WALKS.map(({ id }) => id);
  const done = await database.orm
    .select()
    .from(sealing)
    .where(and(inArray(sealing.id, ids), eq(sealing.done, true)));
  if (done.length < WALKS.length) await queue.enqueue(sealJob, {}, { key: sealJob.name });
}

/** Walks all documents and all entries of the embedded journal; a run that was cut short goes on where it was. */
export async function sealExisting(
  context: Context,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<{ sealed: number }> {
  const { database, encryption } = context;
  let sealed = 0;
  for (const walk of WALKS) {
    for (let more = true; more; ) {
      signal.throwIfAborted();
      const step = await database.orm.transaction((tx) => sealNext(tx, encryption, walk));
      more = step.more;
      sealed += step.sealed;
      progress(sealed, sealed, `${sealed} texts sealed`);
    }
  }
  if (sealed > 0) context.log.info({ sealed }, "texts of before there was a key are encrypted now");
  // On a server what was there in plain goes with its own vacuum, its log and its backups.
  if (sealed > 0) await rewriteTables(database);
  return { sealed };
}

async function sealNext(
  tx: Db,
  encryption: Encryption,
  { id, table, seal }: Walk,
): Promise<{ sealed: number; more: boolean }> {
  const [state] = await tx.select().from(sealing).where(eq(sealing.id, id));
  if (state?.done) return { sealed: 0, more: false };
  const after = state?.sealedUpTo ?? null;
  const rows = await tx
    .select({ id: table.id, sealed: isSealed(table.text) })
    .from(table)
    .where(after === null ? undefined : gt(table.id, after))
    .orderBy(asc(table.id))
    .limit(BATCH);
  const plain = rows.filter((row) => !row.sealed).map((row) => row.id);
  if (plain.length > 0) await seal(tx, encryption, plain);
  const done = rows.length < BATCH;
  const set = { sealedUpTo: rows.at(-1)?.id ?? after, done };
  await tx
    .insert(sealing)
    .values({ id, ...set })
    .onConflictDoUpdate({ target: sealing.id, set });
  return { sealed: plain.length, more: !done };
}

async function sealDocuments(tx: Db, encryption: Encryption, ids: readonly string[]): Promise<void> {
  const rows = await tx
    .select(documentRowColumns)
    .from(documents)
    .where(isOneOf(documents.id, ids))
    .for("update");
  const sealed = await encryption.sealDocuments(tx, await encryption.keyHashes(tx, rows));
  for (const { id, title, text, metadata, contentHash } of sealed) {
    await tx.update(documents).set({ title, text, metadata, contentHash }).where(eq(documents.id, id));
  }
}

/** Nothing that a sync looks at changes by it. */
async function sealEntries(tx: Db, encryption: Encryption, ids: readonly string[]): Promise<void> {
  const { id, userId, title, text } = journalEntries;
  const rows = await tx
    .select({ id, userId, title, text })
    .from(journalEntries)
    .where(isOneOf(id, ids))
    .for("update");
  for (const row of await encryption.sealEntries(tx, rows)) {
    await tx.update(journalEntries).set({ title: row.title, text: row.text }).where(eq(id, row.id));
  }
}
