import { setTimeout as sleep } from "node:timers/promises";
import { CosmicError } from "../../../errors.ts";
import { type QdrantFault, toFault } from "./faults.ts";

/**
 * Sends requests, and sends one again that failed for a passing reason. All of ours may be: what is written twice is
 * there once, what is deleted twice is gone.
 */
export interface Requests {
  /** @throws QdrantFault; CosmicError `stopping` after `stop` */
  send<T>(request: () => Promise<T>): Promise<T>;
  /** Ends the waiting between two tries. Requests under way go on. */
  stop(): void;
}

const TRIES = 4;
const FIRST_PAUSE_MS = 100;

/** @param timeoutMs after which nothing is tried again; a request itself may take as long */
export function createRequests(timeoutMs: number): Requests {
  const stopping = new AbortController();

  async function send<T>(request: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    for (let attempt = 1; ; attempt++) {
      stopping.signal.throwIfAborted();
      try {
        return await request();
      } catch (error) {
        const fault = toFault(error);
        const pauseMs = pauseAfter(attempt);
        if (!isWorthAnother(fault, attempt) || performance.now() - begin + pauseMs >= timeoutMs) throw fault;
        await pause(pauseMs);
      }
    }
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => stopping.signal.throwIfAborted());
  }

  return {
    send,
    stop: () => stopping.abort(new CosmicError("stopping", "The search index is closed.")),
  };
}

function isWorthAnother({ kind }: QdrantFault, attempt: number): boolean {
  return kind === "passing" && attempt < TRIES;
}

/** Doubles, and is shortened by up to a half at random, so that callers that failed together come back apart. */
function pauseAfter(attempt: number): number {
  return FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 - Math.random() / 2);
}
