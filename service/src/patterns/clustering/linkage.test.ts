import { expect, it } from "vitest";
import { cutLinkage, linkByAverage } from "./linkage.ts";

/** 0 and 1 are near, 2 and 3 nearly as near, 4 is far from all. */
const places = [0, 1, 10, 11.5, 40];
const distances = Float64Array.from(places.flatMap((a) => places.map((b) => Math.abs(a - b))));

it("joins the nearest first, by the mean of all pairs", () => {
  expect(linkByAverage(distances)).toEqual([
    { into: 0, from: 1, distance: 1 },
    { into: 2, from: 3, distance: 1.5 },
    { into: 0, from: 2, distance: 10.25 },
    { into: 0, from: 4, distance: (40 + 39 + 30 + 28.5) / 4 },
  ]);
  expect([...cutLinkage(5, linkByAverage(distances), 3)]).toEqual([0, 0, 1, 1, 2]);
  expect([...cutLinkage(5, linkByAverage(distances), 1)]).toEqual([0, 0, 0, 0, 0]);
});
