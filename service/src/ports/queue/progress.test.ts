import { expect, test, vi } from "vitest";
import { createProgress } from "./progress.ts";

test("of many, the last so far is written every now and then", async () => {
  const write = vi.fn(async (_progress: object) => true);
  const progress = createProgress(write, () => {});
  for (let done = 1; done <= 500; done++) progress.report(done, 1000);
  await vi.waitUntil(() => write.mock.calls.length === 1);
  for (let done = 501; done <= 1000; done++) progress.report(done, 1000);
  await vi.waitUntil(() => write.mock.calls.length === 2);
  progress.stop();
  expect(write.mock.calls).toEqual([[{ done: 500, total: 1000 }], [{ done: 1000, total: 1000 }]]);
  expect(progress.latest()).toEqual({ done: 1000, total: 1000 });
});

test("a write that finds the job gone says so", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const progress = createProgress(async () => false, resolve);
  progress.report(1, 2);
  await promise;
  progress.stop();
});

test("nothing is written of a job that is done at once, nor after its end", async () => {
  const write = vi.fn(async (_progress: object) => true);
  const progress = createProgress(write, () => {});
  progress.report(1, 2, "one");
  progress.report(2, 2, "two");
  progress.stop();
  progress.report(3, 2);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(write).not.toHaveBeenCalled();
  expect(progress.latest()).toEqual({ done: 3, total: 2 });
});
