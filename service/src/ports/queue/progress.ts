import type { JobProgress } from "./job-output.ts";

/** Shortest time between two writes of one job's progress, in milliseconds. */
const WRITE_EVERY_MS = 300;

/**
 * Keeps the last progress that a handler told, and has it written at most a few times a second: not at all for a job
 * that is done before, whose last progress is written with its end. `write` answers whether the job is still this run's
 * to write about; if not, `onLost` is called.
 */
export function createProgress(write: (progress: JobProgress) => Promise<boolean>, onLost: () => void) {
  let latest: JobProgress | undefined;
  let unwritten = false;
  let writing = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function writeSoon(): void {
    if (timer || writing || stopped) return;
    timer = setTimeout(() => void save(), WRITE_EVERY_MS);
  }

  async function save(): Promise<void> {
    timer = undefined;
    if (!latest) return;
    unwritten = false;
    writing = true;
    // A write that fails is no fault of the job: the next one, or the end of the run, brings it.
    const held = await write(latest).catch(() => true);
    writing = false;
    if (stopped) return;
    if (!held) onLost();
    if (unwritten) writeSoon();
  }

  return {
    /** @returns what is written down */
    report(done: number, total: number, message?: string): JobProgress {
      latest = {
        done: Math.round(done),
        total: Math.round(total),
        ...(message !== undefined && { message }),
      };
      unwritten = true;
      writeSoon();
      return latest;
    },
    latest: () => latest,
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
