import { v7 } from "uuid";
import type { ReportFault } from "../../../faults.ts";
import { KEEP_ENDED_DAYS } from "../limits.ts";
import type { Connections } from "./connections.ts";
import { isAway } from "./faults.ts";
import type { JobKeys } from "./job-keys.ts";
import { KEEP_ENDED } from "./worker.ts";

const EVERY_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Once in a while, and when Redis comes back: makes the kinds of this process known again, which an emptied Redis
 * has forgotten, and deletes what is old, in one of all processes.
 */
export function startTending(
  { onReturn }: Connections,
  keys: JobKeys,
  kinds: ReadonlyMap<string, number>,
  report: ReportFault,
  everyMs = EVERY_MS,
): { stop(): void } {
  async function tend(): Promise<void> {
    await keys.addKinds(kinds);
    if (!(await keys.isMyTurn("tidy", everyMs / 2))) return;
    // A job that is just being added may be in the index before it is anywhere else.
    const settled = v7({ msecs: Date.now() - EVERY_MS });
    for (const kind of await keys.kinds()) {
      await keys.forget(kind, Date.now() - KEEP_ENDED_DAYS * DAY_MS, KEEP_ENDED);
      await keys.pruneIndex(kind, settled);
    }
  }
  const run = () => {
    tend().catch((error: unknown) => {
      if (!isAway(error)) report("error", "Old jobs could not be deleted.", error);
    });
  };
  onReturn(run);
  const timer = setInterval(run, everyMs);
  return { stop: () => clearInterval(timer) };
}
