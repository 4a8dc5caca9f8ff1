import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { test } from "vitest";
import type { ReportFault } from "../../src/faults.ts";
import { createBullMqQueue } from "../../src/ports/queue/bullmq/create.ts";
import { type QueueStore, queueContract } from "./queue.contract.ts";

const url = process.env.TEST_REDIS_URL;

const report: ReportFault = (_level, message, cause) => {
  throw new Error(message, { cause });
};

/** A prefix of its own, so that no other suite sees its jobs. */
async function storeOn(server: string): Promise<QueueStore> {
  const prefix = `queue-${randomUUID()}`;
  return {
    shared: true,
    open: () => createBullMqQueue({ url: server, prefix }, report),
    async dispose() {
      const client = new Redis(server);
      for await (const keys of client.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
        if (keys.length > 0) await client.unlink(...keys);
      }
      await client.quit();
    },
  };
}

if (url === undefined) {
  test.skip("queue on Redis (TEST_REDIS_URL is not set)", () => {});
} else {
  queueContract("Redis", () => storeOn(url));
}
