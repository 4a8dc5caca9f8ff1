import type { ErasureReceipt } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { type Static, Type } from "typebox";
import type { Context } from "../../context.ts";
import { erasures } from "../../db/schema.ts";
import type { JobDefinition } from "../../ports/queue/queue.ts";
import { readReceipt } from "./receipt.ts";

const Payload = Type.Object({ user_id: Type.String() });
export type ErasePayload = Static<typeof Payload>;

export const eraseJob: JobDefinition<typeof Payload> = {
  name: "erase-user",
  payload: Payload,
  attempts: 20,
  backoffSeconds: 2,
  maxBackoffSeconds: 600,
  timeoutSeconds: 6 * 3600,
  concurrency: 1,
};

/**
 * Marks the user as erased, from which moment nothing is accepted for that id any more, and queues the work. Asked
 * again, all stores are gone through again, and the receipt keeps the time of the first request.
 *
 * @throws CosmicError `queue_unavailable`; the mark stays, and the work is queued as soon as that is possible
 */
export async function requestErasure(context: Context, userId: string): Promise<ErasureReceipt> {
  const begun = { state: "running", remaining: null, error: null, completedAt: null } as const;
  await context.database.orm
    .insert(erasures)
    .values({ userId, jobId: "", requestedAt: new Date(), ...begun })
    .onConflictDoUpdate({ target: erasures.userId, set: begun });
  await queueErasure(context, userId);
  return readReceipt(context, userId);
}

async function queueErasure({ queue, database }: Context, userId: string): Promise<void> {
  const jobId = await queue.enqueue(eraseJob, { user_id: userId }, { key: userId, priority: 10 });
  await database.orm.update(erasures).set({ jobId }).where(eq(erasures.userId, userId));
}

/** Queues erasures again whose job was lost. */
export async function resumeErasures(context: Context): Promise<void> {
  const { database, queue } = context;
  const running = await database.orm.select().from(erasures).where(eq(erasures.state, "running"));
  for (const { userId, jobId } of running) {
    const job = await queue.get(jobId);
    if (job?.state !== "waiting" && job?.state !== "active") await queueErasure(context, userId);
  }
}
