import type { ApiKey, ApiKeyCreate, ApiKeyList, NewApiKey } from "@cosmic/contract";
import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { decodeCursor, toPage } from "../http/page.ts";
import { hashSecret, newKey, newKeyId } from "./key-format.ts";
import { apiKeys } from "./tables.ts";

type KeyRow = typeof apiKeys.$inferSelect;

/** @throws CosmicError `invalid_value` if it would have expired already */
export async function createKey(db: Db, input: ApiKeyCreate): Promise<NewApiKey> {
  const id = newKeyId();
  const key = newKey(id);
  const now = new Date();
  const expiresAt = input.expires_at ? new Date(input.expires_at) : null;
  if (expiresAt && expiresAt <= now) {
    throw new CosmicError("invalid_value", "expires_at lies in the past.", { field: "/expires_at" });
  }
  const [row] = await db
    .insert(apiKeys)
    .values({
      id,
      name: input.name,
      scopes: [...input.scopes],
      secretHash: hashSecret(key),
      userId: input.user_id ?? null,
      createdAt: now,
      expiresAt,
    })
    .returning();
  return { ...toKey(only(row, id)), key };
}

/** Newest first, revoked ones too. */
export async function listKeys(
  db: Db,
  query: { limit?: number; cursor?: string },
  url: string,
): Promise<ApiKeyList> {
  const limit = query.limit ?? 50;
  const cursor = decodeCursor(query.cursor, isPlace);
  const backwards = cursor?.direction === "previous";
  const order = backwards ? asc : desc;
  const row = sql`(${apiKeys.createdAt}, ${apiKeys.id})`;
  const place = cursor && sql`(${cursor.key[0]}::timestamptz, ${cursor.key[1]}::text)`;
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(apiKeys)
      .where(place && (backwards ? sql`${row} > ${place}` : sql`${row} < ${place}`))
      .orderBy(order(apiKeys.createdAt), order(apiKeys.id))
      .limit(limit + 1),
    db.select({ count: count() }).from(apiKeys),
  ]);
  const keyOf = ({ createdAt, id }: KeyRow) => [createdAt.toISOString(), id];
  return toPage(rows, { limit, cursor, count: total?.count ?? 0, url }, keyOf, toKey);
}

function isPlace(key: readonly string[]): boolean {
  const [createdAt = "", id = ""] = key;
  return key.length === 2 && /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(createdAt) && /^[0-9a-f]{12}$/.test(id);
}

/** Gives a key a new secret. The old one works on for so many seconds. */
export async function rotateKey(db: Db, id: string, graceSeconds: number): Promise<NewApiKey> {
  const key = newKey(id);
  const now = new Date();
  const [row] = await db
    .update(apiKeys)
    .set({
      secretHash: hashSecret(key),
      previousHash: sql`${apiKeys.secretHash}`,
      previousUntil: new Date(now.getTime() + graceSeconds * 1000),
      rotatedAt: now,
    })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning();
  return { ...toKey(only(row, id)), key };
}

/** A key that was revoked before stays so. */
export async function revokeKey(db: Db, id: string): Promise<ApiKey> {
  const [row] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, ${new Date().toISOString()}::timestamptz)` })
    .where(eq(apiKeys.id, id))
    .returning();
  return toKey(only(row, id));
}

function only(row: KeyRow | undefined, id: string): KeyRow {
  if (row) return row;
  throw new CosmicError("key_not_found", `There is no key ${id} that can be used.`);
}

function toKey(row: KeyRow): ApiKey {
  const time = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    user_id: row.userId,
    created_at: row.createdAt.toISOString(),
    expires_at: time(row.expiresAt),
    rotated_at: time(row.rotatedAt),
    previous_until: time(row.previousUntil),
    revoked_at: time(row.revokedAt),
    last_used_at: time(row.lastUsedAt),
  };
}
