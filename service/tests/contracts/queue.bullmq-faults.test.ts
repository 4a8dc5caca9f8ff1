import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { WITHOUT_SERVER } from "../servers/redis.ts";
import { kind, WAIT } from "./queue.bench.ts";
import { open, reach, server } from "./queue.bullmq-bench.ts";

const AWAY = { code: "queue_unavailable", retryAfter: expect.any(Number) };

/** Waits until the queue answers again. */
const answers = (queue: Queue) => vi.waitUntil(() => queue.describe().then(Boolean, () => false), WAIT);

describe.skipIf(WITHOUT_SERVER)(`queue on a Redis that fails${WITHOUT_SERVER}`, { timeout: 120_000 }, () => {
  test("every job acknowledged before and after a kill of the server in the middle of the load runs", async () => {
    const redis = await server();
    const [api, worker] = [await open(redis), await open(redis)];
    const job = kind({ concurrency: 5 });
    const ran = new Set<number>();
    await worker.queue.work(job, async ({ n }) => {
      await sleep(2);
      ran.add(n);
    });
    const acknowledged: string[] = [];
    const refusals: unknown[] = [];
    let next = 0;
    let loading = true;
    async function load(): Promise<void> {
      while (loading) {
        const n = next++;
        await api.queue.enqueue(job, { n }).then(
          (id) => acknowledged.push(id),
          async (error: unknown) => {
            refusals.push(error);
            await sleep(20);
          },
        );
      }
    }
    const loads = Array.from({ length: 4 }, load);
    await vi.waitUntil(() => acknowledged.length >= 200, WAIT);
    await redis.kill();
    await vi.waitUntil(() => refusals.length >= 20, WAIT);
    await redis.start();
    await answers(api.queue);
    const before = acknowledged.length;
    await vi.waitUntil(() => acknowledged.length >= before + 200, WAIT);
    loading = false;
    await Promise.all(loads);

    await vi.waitUntil(async () => {
      const [line] = await api.queue.describe();
      return line?.waiting === 0 && line.active === 0;
    }, WAIT);
    const jobs = await Promise.all(acknowledged.map((id) => api.queue.get(id)));
    expect(jobs.map((found) => found?.state)).toEqual(acknowledged.map(() => "completed"));
    for (const error of refusals) expect(error).toMatchObject(AWAY);
    // One line an outage, however many tries to come back there were.
    for (const { reports } of [api, worker]) {
      expect(reports.map((line) => /lost/.test(line))).toEqual([true]);
    }
  });

  test("while the server is away every call says so at once, and work goes on when it is back", async () => {
    const redis = await server();
    const { queue, reports } = await open(redis);
    const job = kind();
    await queue.work(job, async ({ n }) => ({ n }));
    const id = await queue.enqueue(job, { n: 1 });
    await reach(queue, id, "completed");
    await redis.kill();
    await vi.waitUntil(() => reports.length > 0, WAIT);
    const calls = [
      queue.enqueue(job, { n: 2 }),
      queue.get(id),
      queue.list({ limit: 1 }),
      queue.cancel(id),
      queue.retry(id),
      queue.describe(),
    ];
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: "rejected", reason: AWAY });
    }
    // A kind that is worked on from now on needs no server yet.
    const later = kind();
    await queue.work(later, async () => {});
    await redis.start();
    await answers(queue);
    await reach(queue, await queue.enqueue(job, { n: 2 }), "completed");
    await reach(queue, await queue.enqueue(later, { n: 2 }), "completed");
    expect((await queue.get(id))?.state).toBe("completed");
    expect(reports).toHaveLength(1);
  });

  test("a server that hangs is the same as one that is away", async () => {
    const redis = await server();
    const { queue } = await open(redis);
    const job = kind();
    await queue.work(job, async () => {});
    await queue.enqueue(job, { n: 1 });
    redis.freeze();
    onTestFinished(() => redis.thaw());
    const calls = [queue.enqueue(job, { n: 2 }), queue.describe()];
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: "rejected", reason: AWAY });
    }
    redis.thaw();
    await answers(queue);
    await reach(queue, await queue.enqueue(job, { n: 3 }), "completed");
  });

  test("a server whose memory is full is told of, and asked again seldom", async () => {
    const redis = await server();
    const { queue, reports } = await open(redis);
    const job = kind();
    await Promise.all(Array.from({ length: 20 }, (_, n) => queue.enqueue(job, { n })));
    await redis.command("CONFIG", "SET", "maxmemory", 1);
    await queue.work(job, async () => {});
    await vi.waitUntil(() => reports.some((line) => line.includes("refuses to work")), WAIT);
    await expect(queue.enqueue(job, { n: 20 })).rejects.toMatchObject({
      ...AWAY,
      message: expect.stringContaining("OOM"),
    });
    // A worker that asked again at once would do so hundreds of times a second.
    const asked = async () => {
      const stats = String(await redis.command("INFO", "commandstats"));
      const calls = [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+).*rejected_calls=(\d+)/gm)];
      return calls.reduce((sum, [, done, rejected]) => sum + Number(done) + Number(rejected), 0);
    };
    const begun = await asked();
    const since = performance.now();
    await vi.waitUntil(async () => (await asked()) >= begun + 4, WAIT);
    expect(performance.now() - since).toBeGreaterThan(1_000);
    await redis.command("CONFIG", "SET", "maxmemory", 0);
    await vi.waitUntil(
      async () => (await queue.list({ name: job.name, state: "completed", limit: 1 })).count === 20,
      WAIT,
    );
    expect(reports).toHaveLength(1);
  });

  test("a tick while the server was away is made up for", async () => {
    const redis = await server();
    const { queue, reports } = await open(redis);
    const job = kind();
    const tick = new Date(Date.now() + 3_000);
    const cron = [
      tick.getUTCSeconds(),
      tick.getUTCMinutes(),
      tick.getUTCHours(),
      tick.getUTCDate(),
      tick.getUTCMonth() + 1,
      "*",
    ];
    await queue.schedule(job, cron.join(" "), { n: 1 });
    await redis.kill();
    await vi.waitUntil(() => reports.length > 0, WAIT);
    await vi.waitUntil(() => Date.now() > tick.getTime() + 100, WAIT);
    await redis.start();
    await vi.waitUntil(
      () =>
        queue.list({ name: job.name, limit: 1 }).then(
          ({ count }) => count === 1,
          () => false,
        ),
      WAIT,
    );
  });

  test("closing ends while the server is away, and what ran runs again", async () => {
    const redis = await server();
    const { queue, reports } = await open(redis);
    const job = kind({ attempts: 1 });
    const { promise: started, resolve: onStart } = Promise.withResolvers<void>();
    await queue.work(job, async () => {
      onStart();
      await new Promise(() => {});
    });
    const id = await queue.enqueue(job, { n: 1 });
    await started;
    await redis.kill();
    await vi.waitUntil(() => reports.length > 0, WAIT);
    await queue.close();
    await redis.start();
    const next = await open(redis);
    await next.queue.work(job, async () => ({ again: true }));
    expect(await reach(next.queue, id, "completed")).toMatchObject({ result: { again: true } });
  });
});
