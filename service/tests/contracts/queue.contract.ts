import { afterAll, afterEach, beforeAll, describe, vi } from "vitest";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { type QueueBench, WAIT } from "./queue.bench.ts";
import { describeEnding } from "./queue.ending.ts";
import { describeLooking } from "./queue.looking.ts";
import { describeRunning } from "./queue.running.ts";

/** A place where queues keep their jobs. */
export interface QueueStore {
  /** Opens a queue on it, as another process would. */
  open(): Promise<Queue>;
  /** Several queues may be open at once. */
  shared: boolean;
  dispose(): Promise<void>;
}

/** What every adapter of the queue has to pass. */
export function queueContract(adapter: string, createStore: () => Promise<QueueStore>): void {
  describe(`queue on ${adapter}`, { timeout: 30_000 }, () => {
    let store: QueueStore;
    const opened: Queue[] = [];

    beforeAll(async () => {
      store = await createStore();
    }, 60_000);
    afterAll(() => store.dispose());
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
    });

    const bench: QueueBench = {
      async open() {
        const queue = await store.open();
        opened.push(queue);
        return queue;
      },
      async reach(queue, id, state) {
        return vi.waitUntil(async () => {
          const job = await queue.get(id);
          return job?.state === state && job;
        }, WAIT);
      },
      shared: () => store.shared,
    };

    describeRunning(bench);
    describeEnding(bench);
    describeLooking(bench);
  });
}
