import type { AuditEntry, AuditList, AuditQuery } from "@cosmic/contract";
import { and, asc, count, desc, eq, gt, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { decodeCursor, toPage } from "../http/page.ts";
import type { Principal } from "./principal.ts";
import { auditLog } from "./tables.ts";

type AuditRow = typeof auditLog.$inferSelect;

/** What is known before it is done. */
export interface Deed {
  principal: Principal | undefined;
  /** Method and path of the route, such as `DELETE /api/v1/users/:id/`. */
  action: string;
  subject?: string | undefined;
  userId?: string | undefined;
  reason?: string | undefined;
  address: string;
  requestId: string;
  /** If it is done, or refused, already. */
  status?: number;
}

/** Writes down that something is about to be done. What cannot be written down is not done: this rejects. */
export async function beginDeed(db: Db, deed: Deed): Promise<number> {
  const { principal, action, subject, userId, reason, address, requestId, status } = deed;
  const [row] = await db
    .insert(auditLog)
    .values({
      ...{ action, subject, userId, reason, address, requestId, status },
      actorKind: principal?.kind,
      actorId: principal?.id,
      actorName: principal?.name,
    })
    .returning({ id: auditLog.id });
  if (!row) throw new Error("no row was written to the audit log");
  return row.id;
}

/** Adds what became of it. */
export async function endDeed(db: Db, id: number, status: number, subject?: string): Promise<void> {
  const change = { status, ...(subject === undefined ? {} : { subject }) };
  await db.update(auditLog).set(change).where(eq(auditLog.id, id));
}

/** Newest first. */
export async function listDeeds(db: Db, query: AuditQuery, url: string): Promise<AuditList> {
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, (key) => key.length === 1 && /^\d{1,15}$/.test(key[0] ?? ""));
  const filter = filterOf(query);
  const backwards = cursor?.direction === "previous";
  const place = cursor && (backwards ? gt : lt)(auditLog.id, Number(cursor.key[0]));
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(auditLog)
      .where(and(filter, place))
      .orderBy((backwards ? asc : desc)(auditLog.id))
      .limit(limit + 1),
    db.select({ count: count() }).from(auditLog).where(filter),
  ]);
  return toPage(rows, { limit, cursor, count: total?.count ?? 0, url }, ({ id }) => [String(id)], toEntry);
}

export async function clearOldDeeds(db: Db, keepDays: number): Promise<void> {
  await db.delete(auditLog).where(lt(auditLog.at, sql`now() - ${keepDays}::int * interval '1 day'`));
}

function filterOf(query: AuditQuery): SQL | undefined {
  return and(
    query.actor_kind === undefined ? undefined : eq(auditLog.actorKind, query.actor_kind),
    query.actor_id === undefined ? undefined : eq(auditLog.actorId, query.actor_id),
    query.action === undefined ? undefined : eq(auditLog.action, query.action),
    query.subject === undefined ? undefined : eq(auditLog.subject, query.subject),
    query.user_id === undefined ? undefined : eq(auditLog.userId, query.user_id),
    query.from === undefined ? undefined : gte(auditLog.at, new Date(query.from)),
    query.to === undefined ? undefined : lte(auditLog.at, new Date(query.to)),
  );
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor_kind: row.actorKind,
    actor_id: row.actorId,
    actor_name: row.actorName,
    action: row.action,
    subject: row.subject,
    user_id: row.userId,
    reason: row.reason,
    status: row.status,
    address: row.address,
    request_id: row.requestId,
  };
}
