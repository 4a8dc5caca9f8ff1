import { expect, test } from "vitest";
import { retryDelay } from "./retry-delay.ts";

const job = { backoffSeconds: 2, maxBackoffSeconds: 30 };

test("the wait doubles up to its maximum", () => {
  const waits = [1, 2, 3, 4, 5, 60].map((attempt) => retryDelay(job, attempt, () => 0));
  expect(waits).toEqual([2, 4, 8, 16, 30, 30]);
});

test("jitter takes away half at the most", () => {
  expect(retryDelay(job, 3, () => 0.5)).toBe(6);
  expect(retryDelay(job, 3, () => 1)).toBe(4);
});
