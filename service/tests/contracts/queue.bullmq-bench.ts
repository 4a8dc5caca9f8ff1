import { onTestFinished, vi } from "vitest";
import { type BullMqOptions, createBullMqQueue } from "../../src/ports/queue/bullmq/create.ts";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { type OwnRedis, ownRedis } from "../servers/redis.ts";
import { WAIT } from "./queue.bench.ts";
import { QUICK } from "./queue.crashing.ts";

export const prefix = "cosmic";

/** A server for this test alone. */
export async function server(): Promise<OwnRedis> {
  const redis = await ownRedis();
  onTestFinished(() => redis.dispose());
  await redis.start();
  return redis;
}

/** A queue as another process would have it, with the lines that it reports. */
export async function open({ url }: { url: string }, options: BullMqOptions = {}) {
  const reports: string[] = [];
  const report = (_level: string, message: string) => void reports.push(message);
  const queue = await createBullMqQueue({ url, prefix }, report, { timing: QUICK, ...options });
  onTestFinished(() => queue.close());
  return { queue, reports };
}

export const reach = (queue: Queue, id: string, state: string) =>
  vi.waitUntil(async () => {
    const job = await queue.get(id);
    return job?.state === state && job;
  }, WAIT);
