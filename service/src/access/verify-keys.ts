import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { FastifyBaseLogger } from "fastify";
import { LRUCache } from "lru-cache";
import type { Db } from "../db/open.ts";
import { CosmicError } from "../errors.ts";
import { hashSecret, keyIdOf, sameHash } from "./key-format.ts";
import type { Principal } from "./principal.ts";
import { apiKeys } from "./tables.ts";

type KeyRow = typeof apiKeys.$inferSelect;

/** For so long another process may go on with a key that was revoked here. */
const FRESH_MS = 1_000;
const MOST_CACHED = 10_000;
const USED_EVERY_MS = 60_000;

export interface KeyVerifier {
  /** @throws CosmicError `unauthenticated` unless it is a key that holds now */
  verify(key: string): Promise<Principal>;
  /** What is known of a key is read again. */
  forget(id: string): void;
  /** Resolves when all notes about use are written. */
  close(): Promise<void>;
}

export function createKeyVerifier(db: Db, log: FastifyBaseLogger): KeyVerifier {
  const rows = new LRUCache<string, Promise<KeyRow | undefined>>({ max: MOST_CACHED, ttl: FRESH_MS });
  const noted = new LRUCache<string, true>({ max: MOST_CACHED, ttl: USED_EVERY_MS });
  const notes = new Set<Promise<void>>();

  function find(id: string): Promise<KeyRow | undefined> {
    const known = rows.get(id);
    if (known) return known;
    const reading = db
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.id, id))
      .then(([row]) => row);
    rows.set(id, reading);
    reading.catch(() => rows.delete(id));
    return reading;
  }

  function noteUse(id: string): void {
    if (noted.has(id)) return;
    noted.set(id, true);
    const now = new Date();
    const before = new Date(now.getTime() - USED_EVERY_MS);
    const isOld = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before));
    const note = db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, id), isOld))
      .then(() => {})
      .catch((err: unknown) => log.debug({ err, key: id }, "the use of a key was not noted"))
      .finally(() => notes.delete(note));
    notes.add(note);
  }

  return {
    async verify(key) {
      const id = keyIdOf(key);
      const row = id === undefined ? undefined : await find(id);
      const now = new Date();
      if (!row || !matches(row, hashSecret(key), now)) throw invalid();
      if (row.revokedAt) throw invalid("This key was revoked.");
      if (row.expiresAt && row.expiresAt <= now) throw invalid("This key has expired.");
      noteUse(row.id);
      return {
        kind: "key",
        id: row.id,
        name: row.name,
        scopes: new Set(row.scopes),
        userId: row.userId ?? undefined,
        expiresAt: row.expiresAt ?? undefined,
      };
    },
    forget: (id) => void rows.delete(id),
    async close() {
      await Promise.all(notes);
    },
  };
}

function matches({ secretHash, previousHash, previousUntil }: KeyRow, hash: string, now: Date): boolean {
  const previous = previousHash !== null && previousUntil !== null && previousUntil > now;
  return sameHash(hash, secretHash) || (previous && sameHash(hash, previousHash));
}

export function invalid(why = "These credentials are not valid."): CosmicError {
  return new CosmicError("unauthenticated", why);
}
