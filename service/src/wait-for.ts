import { faultReason } from "./faults.ts";
import { pause } from "./pause.ts";

export interface WaitOptions {
  report: (message: string) => void;
  signal: AbortSignal | undefined;
  /** Whether a fault may pass by itself. Any other ends the waiting at once. */
  isPassing: (error: unknown) => boolean;
}

/** Milliseconds between two tries, and between two lines about them. */
const TRY_EVERY_MS = 500;
const REPORT_EVERY_MS = 5_000;

/**
 * Tries until it works, with a line now and then about what is waited for.
 *
 * @throws the fault that does not pass; the signal's reason when it aborts
 */
export async function waitFor<T>(
  name: string,
  attempt: () => Promise<T>,
  { report, signal, isPassing }: WaitOptions,
): Promise<T> {
  const started = performance.now();
  let reportedAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const result = await attempt();
      if (reportedAt > 0) report(`${name} answers after ${seconds(started)} s.`);
      return result;
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (performance.now() - reportedAt >= REPORT_EVERY_MS) {
        reportedAt = performance.now();
        report(`Waiting for ${name} (${seconds(started)} s): ${faultReason(error)}`);
      }
    }
    await pause(TRY_EVERY_MS, signal);
  }
}

const seconds = (since: number) => Math.round((performance.now() - since) / 1000);
