import { type ErasureReceipt, UserFootprint } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { Value } from "typebox/value";
import type { Context } from "../../context.ts";
import { rewriteTables } from "../../db/rewrite-tables.ts";
import { erasedDocuments, erasures } from "../../db/schema.ts";
import { CosmicError, isPassing } from "../../errors.ts";
import { faultReason } from "../../faults.ts";
import type { JobContext } from "../../ports/queue/queue.ts";
import { addRemoved, raiseRemoved, readReceipt } from "./receipt.ts";
import { type ErasePayload, eraseJob } from "./request.ts";
import type { ErasedUser } from "./store.ts";
import { STORES } from "./stores.ts";

/**
 * The job: empties store after store, then counts in each what is left. What it did is in the stores themselves, so
 * that it goes on wherever it was interrupted. The receipt is completed only when nothing at all is left.
 */
export async function eraseUser(
  context: Context,
  { user_id: userId }: ErasePayload,
  job: Pick<JobContext, "attempt" | "signal" | "progress">,
): Promise<ErasureReceipt> {
  try {
    await emptyStores(context, userId, job);
    const remaining = await countAll(context, userId);
    await save(context, userId, { remaining });
    const left = Object.values(remaining).reduce((sum, count) => sum + count, 0);
    if (left > 0) {
      const message = `${left} things of the user came in while the stores were emptied; they are emptied again.`;
      throw new CosmicError("conflict", message, { retryAfter: 2 });
    }
    // With the ids goes the last of what the service made of the user; the mark stays.
    await context.database.orm.delete(erasedDocuments).where(eq(erasedDocuments.userId, userId));
    await rewriteTables(context.database);
    await save(context, userId, { state: "completed", completedAt: new Date(), error: null });
    return await readReceipt(context, userId);
  } catch (error) {
    await explain(context, userId, job, error);
    throw error;
  }
}

async function emptyStores(
  context: Context,
  userId: string,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<void> {
  const db = context.database.orm;
  const user: ErasedUser = {
    id: userId,
    signal,
    removed: (counts, tx = db) => addRemoved(tx, userId, counts),
    toBeRemoved: (counts) => raiseRemoved(db, userId, counts),
  };
  const stores = Object.entries(STORES);
  for (const [done, [name, store]] of stores.entries()) {
    signal.throwIfAborted();
    progress(done, stores.length, name);
    await store.erase(context, user);
  }
}

async function countAll(context: Context, userId: string): Promise<UserFootprint> {
  const counts = await Promise.all(
    Object.entries(STORES).map(async ([name, store]) => [name, await store.count(context, userId)]),
  );
  return Value.Parse(UserFootprint, Object.fromEntries(counts));
}

/** Says in the receipt why it is not done yet, and after the last try that it will not be done by itself. */
async function explain(
  context: Context,
  userId: string,
  job: Pick<JobContext, "attempt" | "signal">,
  error: unknown,
): Promise<void> {
  const waits = isPassing(error);
  const cancelled = job.signal.reason instanceof CosmicError && job.signal.reason.code === "cancelled";
  const failed = cancelled || (!waits && !job.signal.aborted && job.attempt >= eraseJob.attempts);
  await save(context, userId, { error: faultReason(error), ...(failed ? { state: "failed" } : {}) });
}

async function save(
  { database }: Context,
  userId: string,
  columns: Partial<typeof erasures.$inferInsert>,
): Promise<void> {
  await database.orm.update(erasures).set(columns).where(eq(erasures.userId, userId));
}
