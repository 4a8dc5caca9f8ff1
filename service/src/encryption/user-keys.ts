import { asc, eq, is, sql } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import { LRUCache } from "lru-cache";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { v7 as uuidv7 } from "uuid";
import type { Db } from "../db/open.ts";
import type { Key } from "./seal.ts";
import { userKeys } from "./tables.ts";
import { newKey, unwrapKey, wrapKey } from "./wrapped-key.ts";

/** Keys that are kept in memory, and for how long: a key that another process dropped is used no longer than this. */
const KEPT = 10_000;
const KEPT_MS = 60_000;

/** Asks the connection that is at hand; in a transaction of PGlite there is no other. */
export type Ask = (statement: string, parameters: unknown[]) => Promise<{ rows: unknown[] }>;

const KeyRows = Type.Array(Type.Object({ id: Type.String(), userId: Type.String(), wrapped: Type.String() }));

/** A random key for each user, wrapped with a master key (AES-256-GCM). To drop it makes what it sealed unreadable. */
export class UserKeys {
  readonly #masterKeys: readonly Buffer[];
  readonly #byUser = new LRUCache<string, Key>({ max: KEPT, ttl: KEPT_MS });
  readonly #byId = new LRUCache<string, Key>({ max: KEPT, ttl: KEPT_MS });

  constructor(masterKeys: readonly Buffer[]) {
    this.#masterKeys = masterKeys;
  }

  /** The user's key, which is made if there is none yet. */
  async of(db: Db, userId: string): Promise<Key> {
    const known = this.#byUser.get(userId);
    if (known) return known;
    const id = uuidv7();
    const bytes = newKey();
    await db.execute(sql`
      INSERT INTO user_keys (id, user_id, wrapped, created_at)
      SELECT ${id}::uuid, ${userId}, ${this.#wrap(id, userId, bytes)}, now()
      WHERE NOT EXISTS (SELECT FROM erasures WHERE user_id = ${userId})
      ON CONFLICT (user_id) DO NOTHING`);
    const [row] = await db.select().from(userKeys).where(eq(userKeys.userId, userId));
    // Of a user who was erased nothing is written, whatever it is sealed with.
    if (!row) return { id, bytes };
    const key = this.#keep(row);
    // A transaction that is rolled back takes the key with it: nothing may be sealed with it after that.
    if (!is(db, PgTransaction)) this.#byUser.set(userId, key);
    return key;
  }

  /** Keys by their ids. One that was dropped is missing. */
  async find(ids: readonly string[], ask: Ask): Promise<Map<string, Key>> {
    const missing = ids.filter((id) => !this.#byId.has(id));
    if (missing.length > 0) {
      const { rows } = await ask(
        'SELECT id::text, user_id AS "userId", wrapped FROM user_keys WHERE id = ANY($1::uuid[])',
        [`{${missing.join(",")}}`],
      );
      for (const row of Value.Parse(KeyRows, rows)) this.#keep(row);
    }
    return new Map(
      ids.flatMap((id) => {
        const key = this.#byId.get(id);
        return key ? [[id, key]] : [];
      }),
    );
  }

  /** Makes unreadable what was sealed for the user, wherever it still is. */
  async drop(db: Db, userId: string): Promise<number> {
    const gone = await db.delete(userKeys).where(eq(userKeys.userId, userId)).returning({ id: userKeys.id });
    this.#byUser.delete(userId);
    for (const { id } of gone) this.#byId.delete(id);
    return gone.length;
  }

  /** @throws CosmicError `invalid_configuration` if the master keys do not open the keys that there are */
  async check(db: Db): Promise<void> {
    const [row] = await db.select().from(userKeys).orderBy(asc(userKeys.id)).limit(1);
    if (row) this.#unwrap(row);
  }

  #keep(row: { id: string; userId: string; wrapped: string }): Key {
    const key = { id: row.id, bytes: this.#unwrap(row) };
    this.#byId.set(key.id, key);
    return key;
  }

  #wrap(id: string, userId: string, key: Buffer): string {
    return wrapKey(this.#masterKeys, key, `${id} ${userId}`).toString("base64url");
  }

  #unwrap({ id, userId, wrapped }: { id: string; userId: string; wrapped: string }): Buffer {
    return unwrapKey(this.#masterKeys, Buffer.from(wrapped, "base64url"), `${id} ${userId}`);
  }
}
