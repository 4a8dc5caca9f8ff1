import { constants } from "node:os";
import { pause } from "../pause.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The command was asked to stop. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: (typeof SIGNALS)[number]) {
    super(`stopped by ${signal}`);
    this.name = "Interrupted";
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** A signal that aborts with `Interrupted` when the process is asked to stop. Asked twice, it ends at once. */
export function watchSignals(): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const unwatch = () => {
    for (const name of SIGNALS) process.off(name, stop);
  };
  const stop = (name: (typeof SIGNALS)[number]) => {
    // From here on the system's own answer to a signal stands again.
    unwatch();
    controller.abort(new Interrupted(name));
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal: controller.signal, [Symbol.dispose]: unwatch };
}

/** @throws Interrupted */
export async function pauseUnlessStopped(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, signal);
  signal.throwIfAborted();
}

export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
