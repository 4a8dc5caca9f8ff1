import { pause } from "./pause.ts";

/** Does something again and again until the signal aborts. Never rejects: faults are told of, and it is tried again. */
export async function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  report: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      report(error);
    }
    await pause(everyMs, signal);
  }
}
