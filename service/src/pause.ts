import { setTimeout as sleep } from "node:timers/promises";

/** Waits so many milliseconds, or until the signal aborts, which is no fault here. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch(() => {});
}

/** Waits for the work, but not longer than so many milliseconds. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, pause(ms, over.signal)]);
  over.abort();
}
