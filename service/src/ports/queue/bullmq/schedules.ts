import { getNextMillis } from "bullmq";
import type { ReportFault } from "../../../faults.ts";
import { startCron, tickId } from "../cron.ts";
import type { Connections } from "./connections.ts";
import { isAway } from "./faults.ts";

/** Adds a job of this id. A job of the same id is not added twice. */
type AddTick = (id: string) => Promise<unknown>;

/**
 * Cron expressions, kept in the processes that asked for them: each adds the same job at the same moment, and
 * Redis takes the first. So there is nothing in Redis that could be lost. A moment at which Redis is away is made
 * up for when it is back.
 */
export function createSchedules({ onReturn }: Connections, report: ReportFault) {
  const crons = new Map<string, { stop(): void }>();
  const missed = new Map<string, () => void>();
  onReturn(() => {
    const again = [...missed.values()];
    missed.clear();
    for (const tick of again) tick();
  });

  return {
    /** @throws if the expression makes no sense */
    start(name: string, cron: string, add: AddTick): void {
      const of = `${name} ${cron}`;
      const next = (after: Date) => {
        const ms = getNextMillis(after.getTime(), { pattern: cron, tz: "UTC" });
        return ms === undefined ? undefined : new Date(ms);
      };
      const tick = (moment: Date) => {
        add(tickId(name, cron, moment)).catch((error: unknown) => {
          if (isAway(error)) missed.set(of, () => tick(moment));
          else report("error", `${name} could not be enqueued at its time.`, error);
        });
      };
      next(new Date());
      crons.get(of)?.stop();
      crons.set(of, startCron(next, tick));
    },

    stop(): void {
      for (const cron of crons.values()) cron.stop();
      missed.clear();
    },
  };
}
