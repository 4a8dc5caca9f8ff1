import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { endedTotals } from "./ended-totals.ts";

function slowQueue(ms: number) {
  const queue = {
    asked: 0,
    away: false,
    async list() {
      queue.asked++;
      await sleep(ms);
      if (queue.away) throw new Error("away");
      return { jobs: [], count: queue.asked };
    },
  };
  return queue;
}

describe("totals of jobs that ended", () => {
  it("are counted once for all who ask at once, and again when they are old", async () => {
    const queue = slowQueue(2);
    const totals = endedTotals(queue);
    const first = await Promise.all([totals(), totals(), totals()]);
    expect(first).toEqual(Array(3).fill({ completed: 1, cancelled: 2 }));
    while ((await totals()).completed === 1) await sleep(10);
    expect(await totals()).toEqual({ completed: 3, cancelled: 4 });
  });

  it("are kept the longer the longer they took", async () => {
    const queue = slowQueue(200);
    const totals = endedTotals(queue);
    await totals();
    for (let i = 0; i < 20; i++) await totals();
    expect(queue.asked).toBe(2);
  });

  it("are asked for again after a fault", async () => {
    const queue = slowQueue(1);
    const totals = endedTotals(queue);
    queue.away = true;
    await expect(totals()).rejects.toThrow("away");
    queue.away = false;
    expect(await totals()).toMatchObject({ completed: 2 });
  });
});
