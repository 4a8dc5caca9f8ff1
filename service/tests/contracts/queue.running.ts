import { type TSchema, Type } from "typebox";
import { describe, expect, test, vi } from "vitest";
import { kind, type QueueBench, WAIT } from "./queue.bench.ts";

/** What a queue promises about adding and running jobs. */
export function describeRunning({ open, reach }: QueueBench): void {
  describe("running", () => {
    test("a job runs with its payload, and its result is kept", async () => {
      const queue = await open();
      const job = kind();
      await queue.work(job, async ({ n }, { id, attempt }) => ({ doubled: n * 2, id, attempt }));
      const id = await queue.enqueue(job, { n: 21 });
      const done = await reach(queue, id, "completed");
      expect(done).toMatchObject({
        id,
        name: job.name,
        attempt: 1,
        attempts: 3,
        payload: { n: 21 },
        result: { doubled: 42, id, attempt: 1 },
      });
      const [created, started, ended] = [done.created_at, done.started_at, done.ended_at].map(String);
      expect([created, started, ended].every((time) => /^\d{4}-.*\.\d{3}Z$/.test(String(time)))).toBe(true);
      expect([created, started, ended]).toEqual([created, started, ended].sort());
    });

    test("jobs added before anybody works wait, and then run", async () => {
      const queue = await open();
      const job = kind();
      const id = await queue.enqueue(job, { n: 1 });
      expect(await queue.get(id)).toMatchObject({
        state: "waiting",
        attempt: 0,
        started_at: null,
        ended_at: null,
      });
      await queue.work(job, async () => {});
      await reach(queue, id, "completed");
    });

    test("many jobs run once each, no more at once than the kind allows", async () => {
      const queue = await open();
      const job = kind({ concurrency: 3 });
      const seen: number[] = [];
      let [now, most] = [0, 0];
      await queue.work(job, async ({ n }) => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        seen.push(n);
        now--;
      });
      const numbers = Array.from({ length: 120 }, (_, n) => n);
      const ids = await Promise.all(numbers.map((n) => queue.enqueue(job, { n })));
      await vi.waitUntil(() => seen.length >= numbers.length, WAIT);
      await vi.waitUntil(
        async () => (await queue.list({ name: job.name, state: "completed", limit: 1 })).count === 120,
        WAIT,
      );
      expect(seen.sort((a, b) => a - b)).toEqual(numbers);
      expect(new Set(ids).size).toBe(120);
      expect(most).toBe(3);
    });

    test("higher priority first, then in the order they were added", async () => {
      const queue = await open();
      const job = kind();
      for (const [n, priority] of [
        [3, 0],
        [5, -10],
        [1, 10],
        [4, 0],
        [2, 10],
      ] as const) {
        await queue.enqueue(job, { n }, { priority });
      }
      const order: number[] = [];
      await queue.work(job, async ({ n }) => void order.push(n));
      await vi.waitUntil(() => order.length === 5, WAIT);
      expect(order).toEqual([1, 2, 3, 4, 5]);
    });

    test("a delayed job waits that long and starts by itself", async () => {
      const queue = await open();
      const job = kind();
      await queue.work(job, async () => {});
      const id = await queue.enqueue(job, { n: 1 }, { delaySeconds: 0.7 });
      const done = await reach(queue, id, "completed");
      expect(Date.parse(String(done.started_at)) - Date.parse(done.created_at)).toBeGreaterThanOrEqual(700);
    });

    test("a kind has one handler in a process", async () => {
      const queue = await open();
      const job = kind();
      await queue.work(job, async () => {});
      await expect(queue.work(job, async () => {})).rejects.toThrow(job.name);
    });
  });

  describe("payloads", () => {
    test("one that does not fit is refused, with the place that is wrong", async () => {
      const queue = await open();
      const job = kind();
      const wrong: unknown = { n: "one" };
      await expect(queue.enqueue<TSchema>(job, wrong)).rejects.toMatchObject({
        code: "invalid_value",
        field: "/n",
      });
      expect((await queue.list({ name: job.name, limit: 1 })).count).toBe(0);
    });

    test("text that the store cannot keep is refused, and harms no other job", async () => {
      const queue = await open();
      const job = kind({ payload: Type.Object({ text: Type.String() }) });
      const kept = ["a\\u0000", "😀", "\\"];
      const added = kept.map((text) => queue.enqueue(job, { text }));
      for (const text of ["a\0b", "\ud800"]) {
        await expect(queue.enqueue(job, { text })).rejects.toMatchObject({ code: "invalid_characters" });
      }
      const jobs = await Promise.all((await Promise.all(added)).map((id) => queue.get(id)));
      expect(jobs.map((found) => found?.payload)).toEqual(kept.map((text) => ({ text })));
    });

    test("one that was stored and no longer fits fails at once, without its handler or another try", async () => {
      const queue = await open();
      const job = kind();
      const older = { ...job, payload: Type.Object({ number: Type.Integer() }) };
      const id = await queue.enqueue(older, { number: 1 });
      const handler = vi.fn(async () => {});
      await queue.work(job, handler);
      const failed = await reach(queue, id, "failed");
      expect(failed.attempt).toBe(1);
      expect(failed.error).toContain("does not fit");
      expect(handler).not.toHaveBeenCalled();
    });
  });

  describe("keys", () => {
    test("a key that waits is not added twice, even at the same moment", async () => {
      const queue = await open();
      const job = kind();
      const first = await queue.enqueue(job, { n: 1 }, { key: "a" });
      const again = await Promise.all([2, 3].map((n) => queue.enqueue(job, { n }, { key: "a" })));
      const fresh = await Promise.all([4, 5].map((n) => queue.enqueue(job, { n }, { key: "b" })));
      expect(again).toEqual([first, first]);
      expect(fresh[0]).toBe(fresh[1]);
      expect(fresh[0]).not.toBe(first);
      expect((await queue.list({ name: job.name, limit: 10 })).count).toBe(2);
      expect((await queue.get(first))?.payload).toEqual({ n: 1 });
    });

    test("a key belongs to one kind", async () => {
      const queue = await open();
      const ids = await Promise.all(
        [kind(), kind()].map((job) => queue.enqueue(job, { n: 1 }, { key: "a" })),
      );
      expect(ids[0]).not.toBe(ids[1]);
    });

    test("a key whose job runs or has ended can be added", async () => {
      const queue = await open();
      const job = kind();
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      const { promise: began, resolve: begin } = Promise.withResolvers<void>();
      await queue.work(job, () => {
        begin();
        return held;
      });
      const first = await queue.enqueue(job, { n: 1 }, { key: "a" });
      // A job is active a moment before its run begins, and until that it may stand for this call.
      await began;
      const second = await queue.enqueue(job, { n: 2 }, { key: "a" });
      expect(second).not.toBe(first);
      release();
      await reach(queue, second, "completed");
      expect(await queue.enqueue(job, { n: 3 }, { key: "a" })).not.toBe(second);
    });

    test("a job that waits for its next try still holds its key", async () => {
      const queue = await open();
      const job = kind({ backoffSeconds: 600, maxBackoffSeconds: 600 });
      await queue.work(job, async () => {
        throw new Error("not now");
      });
      const id = await queue.enqueue(job, { n: 1 }, { key: "a" });
      await vi.waitUntil(async () => (await queue.get(id))?.error, WAIT);
      expect(await queue.enqueue(job, { n: 2 }, { key: "a" })).toBe(id);
    });
  });
}
