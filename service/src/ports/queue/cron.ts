import { createHash } from "node:crypto";
import { v7 } from "uuid";

/** The longest that a timer of Node takes, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `onTick` at every moment that `next` names, until stopped. A moment missed while asleep is made up for once. */
export function startCron(
  next: (after: Date) => Date | undefined,
  onTick: (moment: Date) => void,
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;

  function waitFor(moment: Date | undefined): void {
    if (!moment) return;
    const ms = moment.getTime() - Date.now();
    // A timer may fire a little early, so the clock is asked again before it counts as the moment.
    timer = setTimeout(
      () => (ms <= 0 ? tick(moment) : waitFor(moment)),
      Math.min(Math.max(ms, 0), LONGEST_MS),
    );
  }

  function tick(moment: Date): void {
    onTick(moment);
    // Counted from the moment, so that a timer that fires early does not give the same one twice, but
    // from now after a sleep, so that it does not run once for every moment slept through.
    waitFor(next(new Date(Math.max(moment.getTime(), Date.now()))));
  }

  waitFor(next(new Date()));
  return { stop: () => clearTimeout(timer) };
}

/** The same id in every process for the same tick, so that the database takes only the first. */
export function tickId(name: string, cron: string, moment: Date): string {
  const random = createHash("sha256").update(`${name}\n${cron}\n${moment.toISOString()}`).digest();
  return v7({ msecs: moment.getTime(), random });
}
