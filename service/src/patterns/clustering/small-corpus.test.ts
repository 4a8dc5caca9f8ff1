import { expect, it } from "vitest";
import { makeUpDocuments, topicOf } from "../made-up-documents.ts";
import { adjustedRand } from "./agreement.ts";
import { cutLinkage, linkByAverage } from "./linkage.ts";
import { meanSilhouette } from "./silhouette.ts";
import { clusterFew } from "./small-corpus.ts";

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

it("has the highest silhouette where groups are far apart", () => {
  const good = meanSilhouette(distances, Int32Array.from([0, 0, 1, 1, 2]), 3);
  const bad = meanSilhouette(distances, Int32Array.from([0, 1, 0, 1, 2]), 3);
  // (1 - 1 / 10.75) and its like for four items, 0 for the one that is alone.
  const expected = (1 - 1 / 10.75 + 1 - 1 / 9.75 + 1 - 1.5 / 9.5 + 1 - 1.5 / 11) / 5;
  expect(good).toBeCloseTo(expected);
  expect(bad).toBeLessThan(good);
});

it("finds the topics of few documents without being told how many", () => {
  const documents = makeUpDocuments({ topics: 5, perTopic: 8 });
  const values = Float32Array.from(documents.flatMap(({ vector }) => [...vector]));
  const { labels, count } = clusterFew({ count: documents.length, dimension: 32, values }, 3);
  expect(count).toBe(5);
  expect(adjustedRand(documents.map(topicOf), labels)).toBe(1);
});

it("leaves out what is alone", () => {
  const degrees = [0, 5, 10, 15, 90, 95, 100, 105, 225];
  const values = Float32Array.from(
    degrees.flatMap((degree) => [Math.cos((degree * Math.PI) / 180), Math.sin((degree * Math.PI) / 180)]),
  );
  const { labels, count } = clusterFew({ count: degrees.length, dimension: 2, values }, 3);
  expect(count).toBe(2);
  expect([...labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, -1]);
});
