import { Queue as BullQueue } from "bullmq";
import { Redis } from "ioredis";
import type { BullMqConfig } from "../ports/queue/bullmq/config.ts";
import type { Queue } from "../ports/queue/queue.ts";

/** Longest wait for a connection or an answer, in milliseconds. */
const PATIENCE_MS = 2_000;

export interface BoardQueues {
  /** One a kind of job that there is now. The same objects every time. */
  read(): Promise<BullQueue[]>;
  close(): Promise<void>;
}

/**
 * BullMQ's view of the jobs, to look at only: on a connection of its own, which is made when somebody looks and holds
 * up nobody who works.
 */
export function openBoardQueues({ url, prefix }: BullMqConfig, queue: Pick<Queue, "describe">): BoardQueues {
  const connection = new Redis(url, {
    lazyConnect: true,
    // What BullMQ is tested with.
    protocol: 2,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
  });
  // The queue, which has the same server, tells of its faults.
  connection.on("error", () => {});
  const known = new Map<string, BullQueue>();

  function queueOf(name: string): BullQueue {
    const found = known.get(name);
    if (found) return found;
    // Nothing is asked or written until somebody looks.
    const options = { connection, prefix, skipVersionCheck: true, skipMetasUpdate: true };
    const made = new BullQueue(name, options);
    made.on("error", () => {});
    known.set(name, made);
    return made;
  }

  return {
    read: async () => (await queue.describe()).map(({ name }) => queueOf(name)),
    async close() {
      await Promise.allSettled([...known.values()].map((it) => it.close()));
      connection.disconnect();
    },
  };
}
