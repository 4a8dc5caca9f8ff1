import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { CosmicError } from "../../src/errors.ts";
import { type BullMqOptions, createBullMqQueue } from "../../src/ports/queue/bullmq/create.ts";
import type { Queue } from "../../src/ports/queue/queue.ts";
import { freePort } from "../free-port.ts";
import { kind, WAIT } from "./queue.bench.ts";
import { crash, expectAllToRun } from "./queue.crash.ts";
import { QUICK } from "./queue.crashing.ts";
import { type OwnRedis, ownRedis, WITHOUT_SERVER } from "./queue.redis-server.ts";

const prefix = "cosmic";
const AWAY = { code: "queue_unavailable", retryAfter: expect.any(Number) };

async function server(args: readonly string[] = []): Promise<OwnRedis> {
  const redis = await ownRedis(args);
  onTestFinished(() => redis.dispose());
  await redis.start();
  return redis;
}

/** A queue as another process would have it, with the lines that it reports. */
async function open({ url }: { url: string }, options: BullMqOptions = {}) {
  const reports: string[] = [];
  const report = (_level: string, message: string) => void reports.push(message);
  const queue = await createBullMqQueue({ url, prefix }, report, { timing: QUICK, ...options });
  onTestFinished(() => queue.close());
  return { queue, reports };
}

/** Waits until the queue answers again. */
const answers = (queue: Queue) => vi.waitUntil(() => queue.describe().then(Boolean, () => false), WAIT);

const reach = (queue: Queue, id: string, state: string) =>
  vi.waitUntil(async () => {
    const job = await queue.get(id);
    return job?.state === state && job;
  }, WAIT);

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
    await queue.work(job, async () => {});
    await reach(queue, await queue.enqueue(job, { n: 1 }), "completed");
    await redis.command("CONFIG", "SET", "maxmemory", 1);
    await redis.command("CONFIG", "RESETSTAT");
    await expect(queue.enqueue(job, { n: 2 })).rejects.toMatchObject({
      ...AWAY,
      message: expect.stringContaining("OOM"),
    });
    await vi.waitUntil(() => reports.some((line) => line.includes("refuses to work")), WAIT);
    await sleep(3_000);
    const stats = String(await redis.command("INFO", "commandstats"));
    const asked = [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)].map((match) => Number(match[1]));
    expect(asked.reduce((sum, calls) => sum + calls, 0)).toBeLessThan(50);
    await redis.command("CONFIG", "SET", "maxmemory", 0);
    await reach(queue, await queue.enqueue(job, { n: 3 }), "completed");
    expect(reports).toHaveLength(1);
  });

  test("the jobs of a killed process run in another", async () => {
    const redis = await server();
    await crash({ kind: "redis", url: redis.url, prefix });
    await expectAllToRun((await open(redis)).queue);
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

  test("a tick while the server was away is made up for", async () => {
    const redis = await server();
    const { queue, reports } = await open(redis);
    const job = kind();
    const clock = vi.useFakeTimers({ toFake: ["setTimeout", "Date"], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    await queue.schedule(job, "0 0 1 1 *", { n: 1 });
    await redis.kill();
    await vi.waitUntil(() => reports.length > 0, WAIT);
    clock.setSystemTime(new Date(`${new Date().getUTCFullYear() + 1}-01-01T00:00:00Z`));
    await clock.runOnlyPendingTimersAsync();
    vi.useRealTimers();
    await redis.start();
    await answers(queue);
    await vi.waitUntil(async () => (await queue.list({ name: job.name, limit: 1 })).count === 1, WAIT);
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

  test("a server that is down at the start is waited for, with a line about it", async () => {
    const redis = await ownRedis();
    onTestFinished(() => redis.dispose());
    const reports: string[] = [];
    const opening = createBullMqQueue({ url: redis.url, prefix }, (_level, line) => void reports.push(line));
    await vi.waitUntil(() => reports.length > 0, WAIT);
    expect(reports[0]).toContain("Waiting for Redis");
    await redis.start();
    const queue = await opening;
    onTestFinished(() => queue.close());
    expect(await queue.describe()).toEqual([]);
  });

  test("the waiting ends when it is aborted", async () => {
    const stop = new AbortController();
    const url = `redis://127.0.0.1:${await freePort()}`;
    const opening = createBullMqQueue({ url, prefix }, () => stop.abort(new CosmicError("stopping", "Enough.")), {
      signal: stop.signal,
    });
    await expect(opening).rejects.toMatchObject({ code: "stopping" });
  });

  test("a wrong password ends the start, and is not shown", async () => {
    const redis = await server();
    await redis.command("CONFIG", "SET", "requirepass", "right-one");
    const address = new URL(redis.url);
    for (const password of ["", "wrong-one"]) {
      address.password = password;
      const opening = open({ url: address.href });
      await expect(opening).rejects.toMatchObject({ code: "invalid_configuration" });
      await expect(opening).rejects.not.toThrow(/wrong-one/);
    }
    address.password = "right-one";
    expect(await (await open({ url: address.href })).queue.describe()).toEqual([]);
  });

  test("a server that may throw jobs away is warned of", async () => {
    const redis = await server(["--maxmemory-policy", "allkeys-lru"]);
    const { reports } = await open(redis);
    expect(reports).toEqual([expect.stringContaining("noeviction")]);
  });
});
