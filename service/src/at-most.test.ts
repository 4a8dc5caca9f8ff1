import { expect, test } from "vitest";
import { atMost } from "./at-most.ts";

test("so many at once, in their order, and a failure gives its place up", async () => {
  const run = atMost(2);
  let [now, most] = [0, 0];
  const order: number[] = [];
  const calls = [1, 2, 3, 4, 5].map((n) =>
    run(async () => {
      order.push(n);
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      if (n === 2) throw new Error("no");
      return n;
    }),
  );
  const results = await Promise.allSettled(calls);
  expect(results.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});
