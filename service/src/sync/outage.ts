import type { FastifyBaseLogger } from "fastify";
import { pause } from "../pause.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** One line in the log when the journal is lost and one when it is back, and longer and longer waits between. */
export function createOutage(log: FastifyBaseLogger, signal: AbortSignal) {
  let failures = 0;
  return {
    report(error: unknown): void {
      if (failures++ === 0) log.warn({ err: error }, "the journal cannot be watched; trying again");
    },
    over(): void {
      if (failures > 0) log.info({ failures }, "the journal is watched again");
      failures = 0;
    },
    /** Up to half of a wait is left to chance, so that many processes do not come back at once. */
    async pause(): Promise<void> {
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
      await pause(longest * (0.5 + Math.random() / 2), signal);
    },
  };
}
