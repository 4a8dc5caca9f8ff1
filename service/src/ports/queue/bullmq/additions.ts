import { Queue as BullQueue } from "bullmq";
import type { EnqueueOptions, JobDefinition } from "../queue.ts";
import type { Connections } from "./connections.ts";
import type { JobKeys } from "./job-keys.ts";

/** Priorities of BullMQ are whole numbers from 1, and the lowest goes first. Ours goes in the middle. */
const MIDDLE = 2 ** 20;
const LAST = 2 ** 21 - 1;

/** Every job has one: those without go before all others, whatever their priority. */
export function bullPriority(priority: number): number {
  return Math.min(LAST, Math.max(1, MIDDLE - Math.trunc(priority)));
}

/** Adds jobs to BullMQ's queues, of which each kind has one. */
export function createAdditions({ prompt }: Connections, keys: JobKeys, prefix: string) {
  const queues = new Map<string, BullQueue<unknown, unknown, string>>();

  function queueOf(kind: string): BullQueue<unknown, unknown, string> {
    const known = queues.get(kind);
    if (known) return known;
    // Without the check of the version, which has been made, nothing of it has to wait for Redis.
    const options = { connection: prompt, prefix, skipVersionCheck: true, skipMetasUpdate: true };
    const queue = new BullQueue<unknown, unknown, string>(kind, options);
    // Faults of the connection, which is watched elsewhere.
    queue.on("error", () => {});
    queues.set(kind, queue);
    return queue;
  }

  return {
    /** The id of the job, or of the waiting one with its key. A job of this very id is not added twice. */
    async add(
      job: JobDefinition,
      id: string,
      payload: unknown,
      { key, priority = 0, delaySeconds = 0, carried }: EnqueueOptions & { carried: string | undefined },
    ): Promise<string> {
      const options = {
        jobId: id,
        priority: bullPriority(priority),
        attempts: job.attempts,
        // Stacks of errors stay in the log.
        stackTraceLimit: 0,
        ...(delaySeconds > 0 && { delay: Math.ceil(delaySeconds * 1000) }),
        ...(carried !== undefined && { telemetry: { metadata: carried } }),
        ...(key !== undefined && { deduplication: { id: `key ${key}` } }),
      };
      const [added] = await Promise.all([
        queueOf(job.name).add(job.name, payload, options),
        // An entry of the index without a job does no harm; a job without an entry would not be listed.
        keys.index(job.name, id),
      ]);
      const addedId = added.id ?? id;
      if (addedId !== id) await keys.unindex(job.name, id);
      return addedId;
    },

    async close(): Promise<void> {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
