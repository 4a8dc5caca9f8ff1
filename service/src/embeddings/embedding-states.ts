import { EMBEDDING_STATUSES, type EmbeddingStatus } from "@cosmic/contract";
import { and, count, eq, inArray, lt, min, or, sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { readMoment } from "../db/moment.ts";
import type { Db } from "../db/open.ts";
import { documents, embeddingStates } from "../db/schema.ts";
import { isOneOf } from "../db/uuid-array.ts";
import { type DocumentIdentity, identityColumns, recordDocuments } from "../events/record.ts";
import type { ClaimedDocument } from "./claim.ts";

/** New content, or a wish to embed again: what was found out so far no longer counts. */
export async function markPending(db: Db, ids: readonly string[], now = new Date()): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction(async (tx) => recordDocuments(tx, "pending", await updateToPending(tx, ids, now)));
}

/** `markPending` without a word to those who follow events: for a transaction that goes on. */
export async function updateToPending(
  tx: Db,
  ids: readonly string[],
  now: Date,
): Promise<DocumentIdentity[]> {
  if (ids.length === 0) return [];
  return tx
    .update(embeddingStates)
    .set({
      status: "pending",
      error: null,
      revision: sql`${embeddingStates.revision} + 1`,
      changedAt: now,
      wantedAt: now,
    })
    .from(documents)
    .where(and(eq(documents.id, embeddingStates.documentId), isOneOf(embeddingStates.documentId, ids)))
    .returning(identityColumns);
}

/** Gives documents back, to be taken on again, unless their content has changed since. */
export async function release(db: Db, claimed: readonly ClaimedDocument[]): Promise<void> {
  if (claimed.length > 0) await settle(db, claimed, "pending", null);
}

export async function markFailed(db: Db, claimed: readonly ClaimedDocument[], reason: string): Promise<void> {
  if (claimed.length === 0) return;
  await db.transaction(async (tx) => {
    const failed = await settle(tx, claimed, "failed", reason);
    const identities = failed.map(({ document }) => document);
    await recordDocuments(tx, "failed", identities, reason);
  });
}

/** A document that was still ours, and whether anything else about it has changed since it was taken on. */
export interface SettledDocument {
  document: ClaimedDocument;
  changed: boolean;
}

const Settled = Compile(
  Type.Object({
    rows: Type.Tuple([Type.Object({ documents: Type.Array(Type.Tuple([Type.String(), Type.String()])) })]),
  }),
);

/** @returns those that were still ours */
export async function settle(
  db: Db,
  claimed: readonly ClaimedDocument[],
  status: EmbeddingStatus,
  error: string | null,
): Promise<SettledDocument[]> {
  const update = db
    .update(embeddingStates)
    .set({ status, error, changedAt: new Date() })
    .from(documents)
    .where(and(eq(documents.id, embeddingStates.documentId), stillOurs(claimed)))
    .returning({ id: embeddingStates.documentId, updatedAt: documents.updatedAt });
  const answer = await db.execute(sql`
    WITH settled AS ${update}
    SELECT coalesce(json_agg(json_build_array(document_id, updated_at)), '[]') AS documents FROM settled`);
  const [{ documents: rows }] = Settled.Parse(answer).rows;
  const updatedAt = new Map(rows.map(([id, at]) => [id, readMoment(at).getTime()]));
  return claimed.flatMap((document) => {
    const at = updatedAt.get(document.id);
    return at === undefined ? [] : [{ document, changed: at !== document.updatedAt.getTime() }];
  });
}

/** The states of these documents at the revisions that were taken on. */
function stillOurs(claimed: readonly ClaimedDocument[]) {
  const byRevision = Map.groupBy(claimed, (document) => document.revision);
  const revisions = [...byRevision].map(([revision, list]) =>
    and(
      eq(embeddingStates.revision, revision),
      isOneOf(
        embeddingStates.documentId,
        list.map((document) => document.id),
      ),
    ),
  );
  const jobs = [...new Set(claimed.map((document) => document.claimedBy ?? ""))];
  return and(
    eq(embeddingStates.status, "processing"),
    inArray(embeddingStates.claimedBy, jobs),
    or(...revisions),
  );
}

/** Ids of documents that have been waiting or in work for too long, oldest first. */
export async function findUnfinished(db: Db, changedBefore: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: embeddingStates.documentId })
    .from(embeddingStates)
    .where(
      and(
        inArray(embeddingStates.status, ["pending", "processing"]),
        lt(embeddingStates.changedAt, changedBefore),
      ),
    )
    .orderBy(embeddingStates.changedAt)
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Nobody is at these documents any more: they wait again, and the next sweep leaves them alone for a while. */
export async function returnToPending(db: Db, ids: readonly string[]): Promise<void> {
  await db
    .update(embeddingStates)
    .set({ status: "pending", claimedBy: null, changedAt: new Date() })
    .where(isOneOf(embeddingStates.documentId, ids));
}

export async function countByStatus(db: Db): Promise<Record<EmbeddingStatus, number>> {
  const rows = await db
    .select({ status: embeddingStates.status, documents: count() })
    .from(embeddingStates)
    .groupBy(embeddingStates.status);
  const found = new Map(rows.map((row) => [row.status, row.documents]));
  const [pending, processing, completed, failed] = EMBEDDING_STATUSES.map((status) => found.get(status) ?? 0);
  return {
    pending: pending ?? 0,
    processing: processing ?? 0,
    completed: completed ?? 0,
    failed: failed ?? 0,
  };
}

/** What is not completed: how many documents a state, and when the one was written that has waited longest. */
export interface Backlog {
  counts: Record<Exclude<EmbeddingStatus, "completed">, number>;
  /** Null if none waits. */
  since: Date | null;
}

/** Reads nothing of the documents that are completed, which are most, so it may be asked often. */
export async function readBacklog(db: Db): Promise<Backlog> {
  // Literals, as the conditions of the indexes have them.
  const [[open], [failed]] = await Promise.all([
    db
      .select({
        pending: sql<number>`count(*) FILTER (WHERE status = 'pending')::int`,
        processing: sql<number>`count(*) FILTER (WHERE status = 'processing')::int`,
        since: min(embeddingStates.wantedAt),
      })
      .from(embeddingStates)
      .where(sql`status IN ('pending', 'processing')`),
    db.select({ documents: count() }).from(embeddingStates).where(sql`status = 'failed'`),
  ]);
  const { pending = 0, processing = 0, since = null } = open ?? {};
  return { counts: { pending, processing, failed: failed?.documents ?? 0 }, since };
}
