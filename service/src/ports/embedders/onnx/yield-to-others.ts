import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";

/** Nice value of an embedding worker: what answers requests goes first when the cores are all busy. */
const NICE = 10;

/**
 * Lowers the priority of the calling thread alone, where the system lets one (Linux: a nice value belongs to a
 * thread). Without it the thread that hands out the next batch waits its turn behind the workers.
 */
export function yieldToOthers(): void {
  try {
    const threadId = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    setPriority(threadId, NICE);
  } catch {
    // Another system, or no right to: everything works, only a little slower under load.
  }
}
