import { setImmediate } from "node:timers/promises";

/** Longest that the main thread is kept from others at a time, in milliseconds. */
const TURN_MS = 4;

/** Of all who work in turns, one goes on in each round of the event loop: many at once would hold it many turns long. */
let last: Promise<unknown> = Promise.resolve();

/**
 * For many small steps that block: lets others have their turn now and then. Were each step to wait for the system
 * instead, each would also wait behind everything else that the busy main thread does.
 */
export function takeTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    last = last.then(() => setImmediate());
    await last;
    since = performance.now();
  };
}
