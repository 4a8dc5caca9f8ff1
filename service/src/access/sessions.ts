import { randomBytes } from "node:crypto";
import type { AdminSession, AdminSessionList } from "@cosmic/contract";
import { and, desc, eq, gt, lte } from "drizzle-orm";
import { validate as isUuid, v7 as uuidv7 } from "uuid";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { sessionCookieName } from "./credentials.ts";
import { hashSecret } from "./key-format.ts";
import { adminPrincipal, type Principal } from "./principal.ts";
import { adminSessions, admins } from "./tables.ts";

/** Of 256 bits, so that it can be kept as a plain SHA-256: nobody can try them all. */
const TOKEN_BYTES = 32;
const HOUR_MS = 3_600_000;

export interface NewSession {
  id: string;
  /** For the cookie; kept nowhere here. */
  token: string;
  expiresAt: Date;
}

export async function beginSession(db: Db, adminId: string, hours: number): Promise<NewSession> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const now = new Date();
  const expiresAt = new Date(now.getTime() + hours * HOUR_MS);
  const id = uuidv7();
  await db
    .insert(adminSessions)
    .values({ id, tokenHash: hashSecret(token), adminId, createdAt: now, expiresAt });
  return { id, token, expiresAt };
}

/** Asked at every request, so that a session that was ended is ended everywhere at once. */
export async function findSession(db: Db, token: string): Promise<Principal | undefined> {
  const [row] = await db
    .select({
      id: admins.id,
      email: admins.email,
      sessionId: adminSessions.id,
      expiresAt: adminSessions.expiresAt,
    })
    .from(adminSessions)
    .innerJoin(admins, eq(admins.id, adminSessions.adminId))
    .where(and(eq(adminSessions.tokenHash, hashSecret(token)), gt(adminSessions.expiresAt, new Date())));
  return row && adminPrincipal(row);
}

/** @throws CosmicError `session_not_found` */
export async function endSession(db: Db, id: string): Promise<void> {
  const ended = !isUuid(id)
    ? []
    : await db.delete(adminSessions).where(eq(adminSessions.id, id)).returning({ id: adminSessions.id });
  if (ended.length === 0) throw new CosmicError("session_not_found", `There is no session ${id}.`);
}

/** Those that last, newest first. */
export async function listSessions(db: Db, current: string | undefined): Promise<AdminSessionList> {
  const rows = await db
    .select({
      id: adminSessions.id,
      adminId: adminSessions.adminId,
      email: admins.email,
      createdAt: adminSessions.createdAt,
      expiresAt: adminSessions.expiresAt,
    })
    .from(adminSessions)
    .innerJoin(admins, eq(admins.id, adminSessions.adminId))
    .where(gt(adminSessions.expiresAt, new Date()))
    .orderBy(desc(adminSessions.createdAt));
  const results = rows.map(
    (row): AdminSession => ({
      id: row.id,
      admin_id: row.adminId,
      email: row.email,
      created_at: row.createdAt.toISOString(),
      expires_at: row.expiresAt.toISOString(),
      current: row.id === current,
    }),
  );
  return { count: results.length, next: null, previous: null, results };
}

export async function clearExpiredSessions(db: Db): Promise<void> {
  await db.delete(adminSessions).where(lte(adminSessions.expiresAt, new Date()));
}

/** A `Set-Cookie` that scripts cannot read, and that no other site makes a browser send. Without a token it removes it. */
export function sessionCookie(token: string | undefined, secure: boolean, hours: number): string {
  return [
    `${sessionCookieName(secure)}=${token ?? ""}`,
    `Max-Age=${token === undefined ? 0 : hours * 3_600}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Strict",
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}
