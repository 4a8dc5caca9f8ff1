import { randomUUID } from "node:crypto";
import type { TSchema } from "typebox";
import { describe, expect, test, vi } from "vitest";
import { kind, type QueueBench, WAIT } from "./queue.bench.ts";

/** What a queue promises about lists, schedules and closing. */
export function describeLooking({ open, reach, shared }: QueueBench): void {
  describe("looking", () => {
    test("a job that never was is not found", async () => {
      const queue = await open();
      expect(await queue.get(randomUUID())).toBeUndefined();
      expect(await queue.get("no such id")).toBeUndefined();
    });

    test("the list is newest first over all kinds, in pages without gaps", async () => {
      const queue = await open();
      const kinds = [kind(), kind()];
      const ids: string[] = [];
      for (let n = 0; n < 6; n++) {
        for (const job of kinds) ids.unshift(await queue.enqueue(job, { n }));
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      while (seen.length < ids.length) {
        const page = await queue.list({ limit: 5, ...(cursor !== undefined && { cursor }) });
        expect(page.count).toBeGreaterThanOrEqual(ids.length);
        seen.push(...page.jobs.map(({ id }) => id));
        cursor = page.cursor;
      }
      expect(seen.slice(0, ids.length)).toEqual(ids);
    });

    test("the list is filtered by kind and state, and its last page has no cursor", async () => {
      const queue = await open();
      const job = kind({ attempts: 1 });
      const ids = await Promise.all([1, 2, 3, 4].map((n) => queue.enqueue(job, { n })));
      await queue.cancel(String(ids[0]));
      const waiting = await queue.list({ name: job.name, state: "waiting", limit: 3 });
      expect(waiting.count).toBe(3);
      expect(waiting.jobs.map(({ id }) => id)).toEqual(ids.slice(1).reverse());
      expect(waiting.cursor).toBeUndefined();
      const cancelled = await queue.list({ name: job.name, state: "cancelled", limit: 3 });
      expect(cancelled.jobs.map(({ id }) => id)).toEqual([ids[0]]);
      expect(await queue.list({ name: "no such kind", limit: 3 })).toEqual({ jobs: [], count: 0 });
    });

    test("a deleted job is gone with its payload, whatever became of it; one that runs stays", async () => {
      const queue = await open();
      const job = kind({ attempts: 1 });
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      const waiting = kind();
      const ids = [
        await queue.enqueue(waiting, { n: 1 }),
        await queue.enqueue(waiting, { n: 2 }, { key: "shared" }),
        await queue.enqueue(waiting, { n: 3 }, { delaySeconds: 600, priority: 5 }),
        await queue.enqueue(job, { n: 4 }),
        await queue.enqueue(job, { n: 5 }),
      ];
      const cancelled = await queue.enqueue(waiting, { n: 6 });
      await queue.cancel(cancelled);
      await queue.work(job, async ({ n }) => {
        if (n === 4) throw new Error("no");
        if (n === 7) await held;
      });
      await reach(queue, String(ids[3]), "failed");
      await reach(queue, String(ids[4]), "completed");
      const active = await queue.enqueue(job, { n: 7 });
      await reach(queue, active, "active");

      for (const id of [...ids, cancelled]) {
        expect(await queue.delete(id)).toBe(true);
        expect(await queue.get(id)).toBeUndefined();
        expect(await queue.delete(id)).toBe(false);
      }
      expect(await queue.list({ name: waiting.name, limit: 9 })).toEqual({ jobs: [], count: 0 });
      for (const id of [active, randomUUID(), "no such id"]) expect(await queue.delete(id)).toBe(false);
      release();
      await reach(queue, active, "completed");
      // Its key is free again.
      const again = await queue.enqueue(waiting, { n: 8 }, { key: "shared" });
      expect(again).not.toBe(ids[1]);
      expect(await queue.get(again)).toMatchObject({ state: "waiting", payload: { n: 8 } });
    });

    test("a cursor that no list returned is refused", async () => {
      const queue = await open();
      await expect(queue.list({ limit: 1, cursor: "first" })).rejects.toMatchObject({
        code: "invalid_cursor",
      });
    });

    test("each kind has a line that says what waits, runs and failed", async () => {
      const queue = await open();
      const job = kind({ attempts: 1 });
      const idle = kind();
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      await queue.work(idle, async () => {});
      await queue.work(job, async ({ n }) => {
        if (n === 1) throw new Error("no");
        await held;
      });
      const [failing, active] = await Promise.all([1, 2, 3, 4].map((n) => queue.enqueue(job, { n })));
      await queue.enqueue(job, { n: 5 }, { delaySeconds: 600 });
      await reach(queue, String(failing), "failed");
      await reach(queue, String(active), "active");
      const lines = await queue.describe();
      const line = lines.find(({ name }) => name === job.name);
      expect(line).toMatchObject({ waiting: 3, active: 1, failed: 1 });
      expect(line?.oldestSeconds).toBeGreaterThan(0);
      expect(lines.find(({ name }) => name === idle.name)).toEqual({
        name: idle.name,
        waiting: 0,
        active: 0,
        failed: 0,
        oldestSeconds: 0,
      });
      expect(lines.every(({ name }) => name.startsWith("kind-"))).toBe(true);
      release();
    });
  });

  describe("schedules", () => {
    test("a job is enqueued at every tick, once however often it was asked for", async () => {
      const queues = shared() ? await Promise.all([open(), open()]) : [await open()];
      const [queue] = queues;
      const job = kind({ concurrency: 10 });
      let runs = 0;
      await queue?.work(job, async () => void runs++);
      const begin = Date.now();
      for (const each of [...queues, ...queues]) await each.schedule(job, "* * * * * *", { n: 7 });
      await vi.waitUntil(() => runs >= 3, WAIT);
      expect(runs).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) - Math.floor(begin / 1000));
      const { jobs } = (await queue?.list({ name: job.name, limit: 3 })) ?? { jobs: [] };
      expect(jobs.map(({ payload }) => payload)).toEqual([{ n: 7 }, { n: 7 }, { n: 7 }]);
    });

    test("nonsense is refused at once", async () => {
      const queue = await open();
      await expect(queue.schedule(kind(), "every now and then", { n: 1 })).rejects.toThrow();
      const wrong: unknown = { n: "one" };
      await expect(queue.schedule<TSchema>(kind(), "0 * * * *", wrong)).rejects.toMatchObject({
        code: "invalid_value",
      });
    });
  });

  describe("closing", () => {
    test("lets running jobs end within the grace, and takes no new ones", async () => {
      const queue = await open();
      const job = kind();
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      const ran: number[] = [];
      await queue.work(job, async ({ n }) => {
        ran.push(n);
        await held;
        return { n };
      });
      const [first, second] = await Promise.all([1, 2].map((n) => queue.enqueue(job, { n })));
      await reach(queue, String(first), "active");
      const closing = queue.close({ graceMs: 20_000 });
      await expect(queue.enqueue(job, { n: 3 })).rejects.toMatchObject({ code: "stopping" });
      release();
      await closing;
      const next = await open();
      expect(await next.get(String(first))).toMatchObject({ state: "completed", result: { n: 1 } });
      expect(await next.get(String(second))).toMatchObject({ state: "waiting", attempt: 0 });
      expect(ran).toEqual([1]);
    });

    test.for([true, false])(
      "hands back what runs longer, as if the try had not been (heeds its signal: %s)",
      async (heeds) => {
        const queue = await open();
        const job = kind({ attempts: 1 });
        await queue.work(job, async (_payload, { signal }) => {
          await new Promise((_resolve, reject) => {
            if (heeds) signal.addEventListener("abort", () => reject(new Error("stopped in the middle")));
          });
        });
        const id = await queue.enqueue(job, { n: 1 });
        await reach(queue, id, "active");
        await queue.close({ graceMs: 10 });
        const next = await open();
        expect(await next.get(id)).toMatchObject({ state: "waiting", attempt: 0 });
        await next.work(job, async (_payload, { attempt }) => ({ attempt }));
        expect((await reach(next, id, "completed")).result).toEqual({ attempt: 1 });
      },
    );

    test("may be asked for twice", async () => {
      const queue = await open();
      await Promise.all([queue.close(), queue.close()]);
      await queue.close();
    });
  });
}
