import { expect, it } from "vitest";
import { bootstrap, estimateMean, meanStatistic } from "./bootstrap.ts";

it("gives the interval of a mean of ones and zeros", () => {
  // 100 draws with p = 0.5: the standard error is 0.05, so the interval is about 0.5 ± 1.96 · 0.05.
  const { mean, low, high } = estimateMean(Array.from({ length: 100 }, (_, i) => i % 2));
  expect(mean).toBe(0.5);
  expect(low).toBeCloseTo(0.402, 1);
  expect(high).toBeCloseTo(0.598, 1);
});

it("gives all of two values where two draws are all there is", () => {
  // A quarter of the samples is (0, 0), a quarter (1, 1).
  expect(estimateMean([0, 1])).toEqual({ mean: 0.5, low: 0, high: 1 });
});

it("gives the same interval for the same values", () => {
  const values = [0.2, 0.9, 0.4, 0.4, 1];
  expect(estimateMean(values)).toEqual(estimateMean(values));
});

it("does the same in turns for any statistic", async () => {
  const values = Array.from({ length: 40 }, (_, i) => (i % 7) / 7);
  const { mean, low, high } = estimateMean(values);
  const inTurns = await bootstrap(values.length, meanStatistic(values));
  expect(inTurns.value).toBeCloseTo(mean, 12);
  expect(inTurns).toMatchObject({ low, high });
});

it("lets others have their turn, and stops when told to", async () => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error("enough")), 1);
  const endless = bootstrap(1_000, meanStatistic(new Array<number>(1_000).fill(1)), {
    resamples: 1e9,
    signal: stop.signal,
  });
  await expect(endless).rejects.toThrow("enough");
  clearTimeout(timer);
});

it("says how surprising a difference would be if there were none", async () => {
  const clear = Array.from({ length: 50 }, (_, i) => 0.2 + (i % 5) / 50);
  expect((await bootstrap(50, meanStatistic(clear))).p).toBeLessThan(0.001);
  const none = Array.from({ length: 50 }, (_, i) => (i % 2 ? 0.3 : -0.3));
  expect((await bootstrap(50, meanStatistic(none))).p).toBeGreaterThan(0.8);
});
