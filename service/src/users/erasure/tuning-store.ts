import { count, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { CosmicError } from "../../errors.ts";
import { searchFeedback } from "../../feedback/tables.ts";
import { activateIndex } from "../../models/activate-index.ts";
import { indexOfRun } from "../../tuning/activate-adapter.ts";
import { removeTuning } from "../../tuning/end-tuning.ts";
import { tuningRuns, tuningUsers } from "../../tuning/tables.ts";
import { changeTuning } from "../../tuning/tuning-rows.ts";
import type { UserStore } from "./store.ts";

/** Seconds after which the job looks again whether a training has ended. */
const PATIENCE = 2;

/** What the user said about hits, with the queries. */
export const feedbackStore: UserStore = {
  async erase({ database }, user) {
    await database.orm.transaction(async (tx) => {
      const gone = await tx
        .delete(searchFeedback)
        .where(eq(searchFeedback.userId, user.id))
        .returning({ id: searchFeedback.id });
      await user.removed({ search_feedback: gone.length }, tx);
    });
  },

  async count({ database }, userId) {
    const [row] = await database.orm
      .select({ rows: count() })
      .from(searchFeedback)
      .where(eq(searchFeedback.userId, userId));
    return row?.rows ?? 0;
  },
};

/**
 * Adapters that learned from the user's pairs, alone or among others. What one person's pairs did to a matrix cannot be
 * taken out of it again. If such an adapter is active, its base answers searches from then on.
 */
export const adapterStore: UserStore = {
  async erase(context, user) {
    let running = 0;
    for (const { id, jobId } of await runsOf(context, user.id)) {
      user.signal.throwIfAborted();
      if (await isRunning(context, id, jobId)) {
        running++;
        continue;
      }
      const index = await indexOfRun(context, id);
      if (index?.state === "active" && index.baseIndexId !== null)
        await activateIndex(context, index.baseIndexId);
      await removeTuning(context, id);
      await user.removed({ adapters: 1 });
    }
    if (running === 0) return;
    const message = `${running} trainings with pairs of the user are ending; the erasure goes on then.`;
    throw new CosmicError("conflict", message, { retryAfter: PATIENCE });
  },

  async count({ database }, userId) {
    const [row] = await database.orm
      .select({ rows: count() })
      .from(tuningUsers)
      .where(eq(tuningUsers.userId, userId));
    return row?.rows ?? 0;
  },
};

async function runsOf({ database }: Context, userId: string) {
  return database.orm
    .select({ id: tuningRuns.id, jobId: tuningRuns.jobId })
    .from(tuningRuns)
    .innerJoin(tuningUsers, eq(tuningUsers.runId, tuningRuns.id))
    .where(eq(tuningUsers.userId, userId));
}

/** Ends it, if it runs. */
async function isRunning({ database, queue }: Context, id: string, jobId: string | null): Promise<boolean> {
  const ended = { state: "cancelled", endedAt: new Date() } as const;
  await changeTuning(database.orm, id, ["pending", "running"], ended);
  if (jobId === null) return false;
  await queue.cancel(jobId);
  return (await queue.get(jobId))?.state === "active";
}
