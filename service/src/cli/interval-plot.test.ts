import { expect, it } from "vitest";
import { plotIntervals } from "./interval-plot.ts";

it("draws shares on one axis, and others on their own", () => {
  expect(
    plotIntervals([
      { name: "hit@1", value: 0.5, low: 0.25, high: 0.75 },
      { name: "recall@100", value: 1, low: 1, high: 1 },
      { name: "texts/s", value: 180, low: 90, high: 270 },
    ]),
  ).toEqual([
    "hit@1       0.500  0.250 to 0.750  │          ├─────────●────────┤          │",
    "recall@100  1.000  1.000 to 1.000  │                                       ●│",
    "texts/s     180    90.0 to 270     │             ├────────────●────────────┤│",
  ]);
});

it("puts 0 in the middle of differences", () => {
  expect(plotIntervals([{ name: "nDCG@10", value: 0.05, low: -0.05, high: 0.2 }], { signed: true })).toEqual([
    "nDCG@10  +0.050  -0.050 to +0.200  │               ├────────●──────────────┤│",
  ]);
});
