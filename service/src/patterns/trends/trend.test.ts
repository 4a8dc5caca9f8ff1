import { describe, expect, it } from "vitest";
import { mulberry32 } from "../seeded-random.ts";
import { fitLogLinear } from "./log-linear.ts";
import { trendOf } from "./trend.ts";

const DAY = 86_400_000;
const START = Date.UTC(2020, 0, 1);

/** Each day of the years is an entry; whether it is of the theme is drawn by its share then. */
function draw(years: number, share: (year: number) => number, seed: number, perDay = 1) {
  const random = mulberry32(seed);
  const all = Array.from(
    { length: Math.round(years * 365.25 * perDay) },
    (_, i) => START + (i / perDay) * DAY,
  );
  return { all, own: all.filter((date) => random() < share((date - START) / DAY / 365.25)) };
}

describe("the trend of a theme", () => {
  it.each([
    ["rising", 2, 0.02],
    ["fading", 0.5, 0.2],
  ])("is %s, with the factor in its interval", (direction, factor, share) => {
    const { all, own } = draw(3, (year) => share * factor ** year, 1);
    const trend = trendOf(own, all);
    expect(trend.direction).toBe(direction);
    expect(trend.low).toBeLessThan(factor);
    expect(trend.high).toBeGreaterThan(factor);
  });

  it("is steady when only more is written", () => {
    const all = Array.from({ length: 1000 }, (_, i) => START + Math.sqrt(i / 1000) * 1000 * DAY);
    const random = mulberry32(1);
    expect(
      trendOf(
        all.filter(() => random() < 0.2),
        all,
      ).direction,
    ).toBe("steady");
  });

  it("is called steady in about 95 of 100 cases where nothing changes", () => {
    const directions = Array.from({ length: 400 }, (_, seed) => {
      const { all, own } = draw(2, () => 0.06, seed);
      return trendOf(own, all).direction;
    });
    const wrong = directions.filter((direction) => direction !== "steady").length;
    expect(wrong / directions.length).toBeLessThan(0.08);
    expect(wrong / directions.length).toBeGreaterThan(0.01);
  });

  it("is not called rising because of one busy month", () => {
    // Bursts of eight entries on random days: the counts scatter far more than chance alone would.
    const wrong = Array.from({ length: 200 }, (_, seed) => {
      const random = mulberry32(seed);
      const all = draw(2, () => 0, 1).all;
      const bursts = Array.from({ length: 6 }, () => Math.floor(random() * 720));
      const own = bursts.flatMap((day) => Array.from({ length: 8 }, (_, i) => START + (day + i) * DAY));
      return trendOf(own, all).direction !== "steady";
    }).filter(Boolean).length;
    expect(wrong / 200).toBeLessThan(0.15);
  });

  it.each([
    ["few entries", 7, 10],
    ["a short time", 40, 1],
  ])("is unknown with %s", (_, count, days) => {
    const dates = Array.from({ length: count }, (_, i) => START + i * days * DAY);
    expect(trendOf(dates, dates)).toEqual({
      direction: "unknown",
      factorPerYear: undefined,
      low: undefined,
      high: undefined,
    });
  });

  it("is unknown without dates", () => {
    expect(trendOf([], []).direction).toBe("unknown");
  });
});

it("fits an exact exponential", () => {
  const time = Float64Array.from([0, 1, 2, 3, 4]);
  const fit = fitLogLinear(
    time.map((t) => 3 * 2 ** t),
    time.map(() => 1),
    time,
  );
  expect(fit?.estimate).toBeCloseTo(Math.log(2));
});

it("has no slope for a single period", () => {
  expect(
    fitLogLinear(Float64Array.from([5, 0]), Float64Array.from([9, 0]), Float64Array.from([0, 1])),
  ).toBeUndefined();
});
