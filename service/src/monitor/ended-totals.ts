import type { Queue } from "../ports/queue/queue.ts";

export interface EndedTotals {
  completed: number;
  cancelled: number;
}

/** Counting may take this part of the time at most: one of so many. */
const PART = 50;

/**
 * How many jobs ended well or were cancelled. A database reads all of them to count them, which takes 0.1 s for ten
 * thousand in PGlite and holds up everybody else. So the counts are used again for a while, the longer the more
 * time they took.
 */
export function endedTotals(queue: Pick<Queue, "list">): () => Promise<EndedTotals> {
  let counts: Promise<EndedTotals> | undefined;
  let freshUntil = Number.POSITIVE_INFINITY;

  async function count(): Promise<EndedTotals> {
    const started = performance.now();
    try {
      const completed = await queue.list({ state: "completed", limit: 1 });
      const cancelled = await queue.list({ state: "cancelled", limit: 1 });
      const ended = performance.now();
      freshUntil = ended + PART * (ended - started);
      return { completed: completed.count, cancelled: cancelled.count };
    } catch (error) {
      counts = undefined;
      throw error;
    }
  }

  return () => {
    if (counts === undefined || performance.now() > freshUntil) {
      // Until it is known how long this takes, all who ask get the same.
      freshUntil = Number.POSITIVE_INFINITY;
      counts = count();
    }
    return counts;
  };
}
