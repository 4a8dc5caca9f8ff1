import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { v7 } from "uuid";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createJobKeys } from "../../src/ports/queue/bullmq/job-keys.ts";
import { WITHOUT_SERVER } from "../servers/redis.ts";
import { kind, WAIT } from "./queue.bench.ts";
import { open, prefix, reach, server } from "./queue.bullmq-bench.ts";
import { crash, expectAllToRun } from "./queue.crash.ts";
import { QUICK } from "./queue.crashing.ts";

describe.skipIf(WITHOUT_SERVER)(
  `queue on Redis, in several processes and over time${WITHOUT_SERVER}`,
  { timeout: 120_000 },
  () => {
    test("the jobs of a killed process run in another", async () => {
      const redis = await server();
      await crash({ kind: "redis", url: redis.url, prefix });
      await expectAllToRun((await open(redis)).queue);
    });

    test("a job whose process ended too often fails", async () => {
      const redis = await server();
      const { queue } = await open(redis);
      const job = kind({ attempts: 1 });
      await queue.work(job, () => new Promise<void>(() => {}));
      const id = await queue.enqueue(job, { n: 1 });
      await reach(queue, id, "active");
      // As its fourth crash leaves it: not held by anybody.
      await redis.command("HSET", `${prefix}:${job.name}:${id}`, "stc", 3);
      await redis.command("SET", `${prefix}:${job.name}:${id}:lock`, "another", "PX", 1);
      const failed = await reach(queue, id, "failed");
      expect(failed.error).toContain("process ended");
      expect(await queue.retry(id)).toBe(true);
      expect(await reach(queue, id, "active")).toMatchObject({ attempt: 6, attempts: 6 });
    });

    test("jobs that ended long ago, or are too many, are deleted, and the index forgets them", async () => {
      const redis = await server();
      const { queue } = await open(redis);
      const job = kind();
      const ids = await Promise.all([1, 2, 3, 4].map((n) => queue.enqueue(job, { n })));
      for (const id of ids.slice(0, 3)) await queue.cancel(id);
      const client = new Redis(redis.url);
      onTestFinished(() => client.disconnect());
      const keys = createJobKeys(client, prefix);
      await keys.forget(job.name, 0, 2);
      expect(
        (await queue.list({ name: job.name, state: "cancelled", limit: 9 })).jobs.map(({ id }) => id),
      ).toEqual([ids[2], ids[1]]);
      await keys.forget(job.name, Date.now() + 1, 2);
      expect((await queue.list({ name: job.name, limit: 9 })).jobs.map(({ id }) => id)).toEqual([ids[3]]);
      // BullMQ deletes by itself, and knows nothing of the index.
      await client.zadd(`${prefix}:${job.name}:index`, 0, v7());
      const entries = () => client.zcard(`${prefix}:${job.name}:index`);
      expect(await entries()).toBe(2);
      await keys.pruneIndex(job.name, v7({ msecs: Date.now() + 1_000 }));
      expect(await entries()).toBe(1);
      expect(await queue.get(String(ids[3]))).toMatchObject({ state: "waiting" });
    });

    test("an emptied server is used again: jobs, running ones, kinds and schedules", async () => {
      const redis = await server();
      const [api, worker] = [await open(redis), await open(redis)];
      const [job, ticking] = [kind(), kind()];
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      let ticks = 0;
      await worker.queue.work(job, ({ n }) => (n === 1 ? held : Promise.resolve()));
      await worker.queue.work(ticking, async () => void ticks++);
      await api.queue.schedule(ticking, "* * * * * *", { n: 0 });
      const lost = await api.queue.enqueue(job, { n: 1 });
      await reach(api.queue, lost, "active");
      await vi.waitUntil(() => ticks > 0, WAIT);
      await redis.command("FLUSHALL");
      const ticked = ticks;
      release();
      expect(await api.queue.get(lost)).toBeUndefined();
      const id = await api.queue.enqueue(job, { n: 2 });
      await reach(api.queue, id, "completed");
      await vi.waitUntil(() => ticks >= ticked + 2, WAIT);
      for (const { queue, reports } of [api, worker]) {
        expect((await queue.describe()).map(({ name }) => name)).toEqual([job.name, ticking.name].sort());
        expect(reports).toEqual([]);
      }
    });

    test("other processes learn again of kinds that an emptied server has forgotten", async () => {
      const redis = await server();
      const timing = { ...QUICK, tendMs: 100 };
      const [worker, other] = [await open(redis, { timing }), await open(redis, { timing })];
      const job = kind();
      await worker.queue.work(job, async () => {});
      await redis.command("FLUSHALL");
      await vi.waitUntil(async () => (await other.queue.describe()).length === 1, WAIT);
    });

    test("a cancelled job is aborted in another process, even if its message is lost", async () => {
      const redis = await server();
      const [api, worker] = [await open(redis), await open(redis)];
      const job = kind();
      const reasons: unknown[] = [];
      await worker.queue.work(job, async (_payload, { signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        reasons.push(signal.reason);
      });
      for (const told of [true, false]) {
        const id = await api.queue.enqueue(job, { n: 1 });
        await reach(api.queue, id, "active");
        // Nobody may subscribe now, so the message finds no listener.
        if (!told) {
          await redis.command("ACL", "SETUSER", "default", "-subscribe");
          await redis.command("CLIENT", "KILL", "TYPE", "pubsub");
        }
        expect(await api.queue.cancel(id)).toBe(true);
        await vi.waitUntil(() => reasons.length === (told ? 1 : 2), WAIT);
        expect((await api.queue.get(id))?.state).toBe("cancelled");
      }
      for (const reason of reasons) expect(reason).toMatchObject({ code: "cancelled" });
      const [line] = await api.queue.describe();
      expect(line).toMatchObject({ waiting: 0, active: 0, failed: 0 });
    });

    test("thousands of jobs added at the same moment are all taken", async () => {
      const { queue } = await open(await server());
      const job = kind();
      const numbers = Array.from({ length: 8_000 }, (_, n) => n);
      const ids = await Promise.all(numbers.map((n) => queue.enqueue(job, { n })));
      expect(new Set(ids).size).toBe(numbers.length);
      expect((await queue.list({ name: job.name, state: "waiting", limit: 1 })).count).toBe(numbers.length);
    });

    test("two processes that work share the jobs, and none runs twice", async () => {
      const redis = await server();
      const queues = [(await open(redis)).queue, (await open(redis)).queue];
      const job = kind({ concurrency: 3 });
      const seen: number[][] = [[], []];
      for (const [i, queue] of queues.entries()) {
        await queue.work(job, async ({ n }) => {
          seen[i]?.push(n);
          await sleep(2);
        });
      }
      const numbers = Array.from({ length: 200 }, (_, n) => n);
      await Promise.all(numbers.map((n) => queues[0]?.enqueue(job, { n })));
      await vi.waitUntil(() => seen.flat().length >= numbers.length, WAIT);
      expect(seen.flat().sort((a, b) => a - b)).toEqual(numbers);
      expect(seen.every((mine) => mine.length > 0)).toBe(true);
    });
  },
);
