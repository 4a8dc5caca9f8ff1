import { type ErasureReceipt, UserFootprint } from "@cosmic/contract";
import { eq, type SQL, sql } from "drizzle-orm";
import { Value } from "typebox/value";
import type { Context } from "../../context.ts";
import type { Db } from "../../db/open.ts";
import { erasures } from "../../db/schema.ts";
import { CosmicError } from "../../errors.ts";

type Row = typeof erasures.$inferSelect;

const NOTHING: UserFootprint = {
  documents: 0,
  embeddings: 0,
  index_passages: 0,
  journal_entries: 0,
  jobs: 0,
  events: 0,
  experiments: 0,
  objects: 0,
  search_feedback: 0,
  adapters: 0,
  themes: 0,
  encryption_keys: 0,
  api_keys: 0,
  audit_entries: 0,
};

/** @throws CosmicError `erasure_not_found` for a user whom nobody asked to erase */
export async function readReceipt({ database }: Context, userId: string): Promise<ErasureReceipt> {
  const [row] = await database.orm.select().from(erasures).where(eq(erasures.userId, userId));
  if (row) return toReceipt(row);
  throw new CosmicError("erasure_not_found", "Nobody has asked to erase this user.");
}

function toReceipt(row: Row): ErasureReceipt {
  return {
    user_id: row.userId,
    state: row.state,
    requested_at: row.requestedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
    removed: footprint(row.removed),
    remaining: row.remaining && footprint(row.remaining),
    job_id: row.jobId,
    error: row.error,
  };
}

function footprint(stored: Record<string, number>): UserFootprint {
  return Value.Parse(UserFootprint, { ...NOTHING, ...stored });
}

/** Adds up what was removed, also over several runs. */
export function addRemoved(db: Db, userId: string, counts: Partial<UserFootprint>): Promise<void> {
  return merge(db, userId, counts, (known, more) => sql`${known} + ${more}`);
}

export function raiseRemoved(db: Db, userId: string, counts: Partial<UserFootprint>): Promise<void> {
  return merge(db, userId, counts, (known, now) => sql`greatest(${known}, ${now})`);
}

async function merge(
  db: Db,
  userId: string,
  counts: Partial<UserFootprint>,
  join: (known: SQL, given: SQL) => SQL,
): Promise<void> {
  const parts = Object.entries(counts).map(([name, count]) => {
    const known = sql`coalesce((removed->>${name}::text)::int, 0)`;
    return sql`jsonb_build_object(${name}::text, ${join(known, sql`${count}::int`)})`;
  });
  if (parts.length === 0) return;
  const merged = sql.join([sql`removed`, ...parts], sql` || `);
  await db.execute(sql`UPDATE erasures SET removed = ${merged} WHERE user_id = ${userId}`);
}
