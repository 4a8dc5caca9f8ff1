import { setImmediate } from "node:timers/promises";

/** Longest that the main thread is kept from others at a time, in milliseconds. */
const TURN_MS = 8;

/**
 * For many small steps that block: lets others have their turn now and then. Were each step to wait for the system
 * instead, each would also wait behind everything else that the busy main thread does.
 */
export function takeTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
