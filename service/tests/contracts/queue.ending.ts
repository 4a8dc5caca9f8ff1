import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { CosmicError } from "../../src/errors.ts";
import { kind, type QueueBench, WAIT } from "./queue.bench.ts";

/** What a queue promises about jobs that fail, are cancelled, or run again. */
export function describeEnding({ open, reach }: QueueBench): void {
  describe("failing", () => {
    test("is tried again until it succeeds", async () => {
      const queue = await open();
      const job = kind();
      const attempts: number[] = [];
      await queue.work(job, async (_payload, { attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error("not yet");
      });
      const done = await reach(queue, await queue.enqueue(job, { n: 1 }), "completed");
      expect(attempts).toEqual([1, 2, 3]);
      expect(done).toMatchObject({ attempt: 3, attempts: 3 });
      expect(done.error).toBeUndefined();
    });

    test("for the last time keeps the reason as plain text", async () => {
      const queue = await open();
      const job = kind({ attempts: 2 });
      await queue.work(job, async (_payload, { attempt }) => {
        throw new Error(`no ink at try ${attempt}\0`);
      });
      const failed = await reach(queue, await queue.enqueue(job, { n: 1 }), "failed");
      expect(failed).toMatchObject({ attempt: 2, attempts: 2, error: "no ink at try 2\uFFFD" });
      expect(failed.ended_at).not.toBeNull();
    });

    test("with a time to come back waits that long, and counts no try", async () => {
      const queue = await open();
      const job = kind({ attempts: 1, backoffSeconds: 600, maxBackoffSeconds: 600 });
      const started: number[] = [];
      await queue.work(job, async () => {
        started.push(performance.now());
        if (started.length === 1) throw new CosmicError("overloaded", "Later.", { retryAfter: 0.5 });
      });
      const done = await reach(queue, await queue.enqueue(job, { n: 1 }), "completed");
      expect(done.attempt).toBe(1);
      expect(Number(started[1]) - Number(started[0])).toBeGreaterThan(450);
    });

    test.for([true, false])(
      "by running too long is given up and tried again (heeds its signal: %s)",
      async (heeds) => {
        const queue = await open();
        const job = kind({ attempts: 2, timeoutSeconds: 0.2 });
        const signals: AbortSignal[] = [];
        await queue.work(job, async (_payload, { signal }) => {
          signals.push(signal);
          await new Promise((_resolve, reject) => {
            if (heeds) signal.addEventListener("abort", () => reject(signal.reason));
          });
        });
        const failed = await reach(queue, await queue.enqueue(job, { n: 1 }), "failed");
        expect(failed.attempt).toBe(2);
        expect(failed.error).toContain("0.2 s");
        expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
      },
    );
  });

  describe("progress", () => {
    test("is kept with the job while it runs and after", async () => {
      const queue = await open();
      const job = kind();
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      await queue.work(job, async (_payload, { progress }) => {
        for (let done = 1; done <= 500; done++) progress(done, 1000, `at ${done}`);
        await held;
        progress(1000, 1000);
        return { fine: true };
      });
      const id = await queue.enqueue(job, { n: 1 });
      await vi.waitUntil(async () => (await queue.get(id))?.progress?.done === 500, WAIT);
      expect((await queue.get(id))?.progress).toEqual({ done: 500, total: 1000, message: "at 500" });
      release();
      const done = await reach(queue, id, "completed");
      expect(done).toMatchObject({ progress: { done: 1000, total: 1000 }, result: { fine: true } });
    });
  });

  describe("cancelling", () => {
    test("a waiting job never starts", async () => {
      const queue = await open();
      const job = kind();
      const [cancelled, other] = await Promise.all([1, 2].map((n) => queue.enqueue(job, { n })));
      expect(await queue.cancel(String(cancelled))).toBe(true);
      const ran: number[] = [];
      await queue.work(job, async ({ n }) => void ran.push(n));
      await reach(queue, String(other), "completed");
      expect(await queue.get(String(cancelled))).toMatchObject({ state: "cancelled", attempt: 0 });
      expect(ran).toEqual([2]);
    });

    test("a running job has its signal aborted, and what it still returns does not count", async () => {
      const queue = await open();
      const job = kind();
      const { promise: aborted, resolve: onAbort } = Promise.withResolvers<void>();
      await queue.work(job, async (_payload, { signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        onAbort();
        return { late: true };
      });
      const id = await queue.enqueue(job, { n: 1 });
      await reach(queue, id, "active");
      expect(await queue.cancel(id)).toBe(true);
      await aborted;
      await reach(queue, await queue.enqueue(job, { n: 2 }), "active");
      const job1 = await queue.get(id);
      expect(job1).toMatchObject({ state: "cancelled" });
      expect(job1?.result).toBeUndefined();
    });

    test("what has ended, or never was, cannot be cancelled", async () => {
      const queue = await open();
      const job = kind();
      await queue.work(job, async () => {});
      const id = await queue.enqueue(job, { n: 1 });
      await reach(queue, id, "completed");
      expect(await queue.cancel(id)).toBe(false);
      expect(await queue.cancel(randomUUID())).toBe(false);
      expect(await queue.cancel("no such id")).toBe(false);
      expect((await queue.get(id))?.state).toBe("completed");
    });
  });

  describe("running again", () => {
    test("a failed or cancelled job gets as many tries again", async () => {
      const queue = await open();
      const job = kind({ attempts: 2 });
      let broken = true;
      let runs = 0;
      await queue.work(job, async () => {
        runs++;
        if (broken) throw new Error("broken");
      });
      const id = await queue.enqueue(job, { n: 1 });
      await reach(queue, id, "failed");
      expect(await queue.retry(id)).toBe(true);
      await vi.waitUntil(() => runs === 4, WAIT);
      await reach(queue, id, "failed");
      broken = false;
      expect(await queue.retry(id)).toBe(true);
      const done = await reach(queue, id, "completed");
      expect(done.error).toBeUndefined();

      const delayed = await queue.enqueue(job, { n: 2 }, { delaySeconds: 600 });
      await queue.cancel(delayed);
      expect(await queue.retry(delayed)).toBe(true);
      await reach(queue, delayed, "completed");
    });

    test("is refused for any other", async () => {
      const queue = await open();
      const job = kind();
      const id = await queue.enqueue(job, { n: 1 });
      expect(await queue.retry(id)).toBe(false);
      await queue.work(job, async () => {});
      await reach(queue, id, "completed");
      expect(await queue.retry(id)).toBe(false);
      expect(await queue.retry(randomUUID())).toBe(false);
      expect(await queue.retry("no such id")).toBe(false);
    });
  });
}
