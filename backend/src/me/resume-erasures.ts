import type { Erasing } from "./erasure.ts";
import { erase } from "./erasure.ts";

const EVERY_MS = 5 * 60_000;
/** One that began less long ago may still be at work. */
const ABANDONED_MS = 2 * 60_000;
const WAIT_MS = 60_000;

/** Ends what a crash, or a service that was away, left half done: now, and every few minutes. */
export function resumeErasures(erasing: Erasing): Disposable {
  const { store, log } = erasing;

  async function resume(): Promise<void> {
    try {
      for (const id of await store.accounts.erasing(new Date(Date.now() - ABANDONED_MS))) {
        await erase(erasing, { id }, WAIT_MS);
      }
    } catch (error) {
      log.warn({ err: error }, "an erasure could not be ended yet; it is tried again");
    }
  }

  void resume();
  const timer = setInterval(resume, EVERY_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
