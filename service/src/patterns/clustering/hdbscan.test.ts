import { readdirSync, readFileSync } from "node:fs";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { describe, expect, it } from "vitest";
import type { Points } from "../points.ts";
import { adjustedRand } from "./agreement.ts";
import { buildDendrogram, cutDendrogram, hdbscan } from "./hdbscan.ts";

const Fixture = Type.Object({
  dimension: Type.Integer(),
  points: Type.Array(Type.Number()),
  runs: Type.Array(
    Type.Object({
      minClusterSize: Type.Integer(),
      minSamples: Type.Integer(),
      selection: Type.Union([Type.Literal("eom"), Type.Literal("leaf")]),
      /** By scikit-learn with equally long edges in the order in which they were found. */
      labels: Type.Array(Type.Integer()),
      /** As it is; absent where that depends on the order of the points. */
      labelsAsShipped: Type.Optional(Type.Array(Type.Integer())),
      probabilities: Type.Array(Type.Number()),
    }),
  ),
});

const folder = new URL("./fixtures/", import.meta.url);
const fixtures = readdirSync(folder).filter((file) => file.endsWith(".json"));

describe.each(fixtures)("on the points of %s", (file) => {
  const fixture = Value.Parse(Fixture, JSON.parse(readFileSync(new URL(file, folder), "utf8")));
  const { dimension } = fixture;
  const points = {
    count: fixture.points.length / dimension,
    dimension,
    values: Float64Array.from(fixture.points),
  };

  it.each(fixture.runs)(
    "agrees with scikit-learn: at least $minClusterSize, $minSamples samples, $selection",
    (run) => {
      const { labels, probabilities, count } = hdbscan(points, run);
      expect(adjustedRand(run.labels, labels)).toBeGreaterThanOrEqual(0.99);
      if (run.labelsAsShipped) {
        expect(adjustedRand(run.labelsAsShipped, labels)).toBeGreaterThanOrEqual(0.99);
      }
      expect(count).toBe(Math.max(...run.labels) + 1);
      const close = probabilities.filter((value, i) => Math.abs(value - (run.probabilities[i] ?? 0)) < 1e-4);
      expect(close.length / points.count).toBeGreaterThanOrEqual(0.99);
    },
  );

  it("is cut coarser by a larger size, within the same hierarchy", () => {
    const dendrogram = buildDendrogram(points, 5);
    const fine = cutDendrogram(dendrogram, { minClusterSize: 5, selection: "leaf" });
    const coarse = cutDendrogram(dendrogram, { minClusterSize: 40, selection: "leaf" });
    expect(coarse.count).toBeLessThanOrEqual(fine.count);
    // What belongs together in a leaf is not torn apart by the coarser cut.
    const parts = new Map<number, Set<number>>();
    fine.labels.forEach((label, i) => {
      const outer = coarse.labels[i] ?? -1;
      if (label >= 0 && outer >= 0) parts.set(label, (parts.get(label) ?? new Set()).add(outer));
    });
    expect([...parts.values()].every((outer) => outer.size === 1)).toBe(true);
  });
});

const line = (...values: number[]): Points => ({
  count: values.length,
  dimension: 1,
  values: Float64Array.from(values),
});

it.each([
  ["no point", line()],
  ["one point", line(1)],
  ["two points", line(1, 2)],
  ["fewer points than the smallest cluster has", line(1, 1.1, 1.2)],
])("calls all outliers: %s", (_, points) => {
  const { labels, probabilities, count } = hdbscan(points, { minClusterSize: 5, minSamples: 5 });
  expect([...labels]).toEqual(new Array(points.count).fill(-1));
  expect([...probabilities]).toEqual(new Array(points.count).fill(0));
  expect(count).toBe(0);
});

it("finds groups of copies", () => {
  const points = line(...new Array(6).fill(1), ...new Array(6).fill(9), 50);
  const { labels, probabilities } = hdbscan(points, { minClusterSize: 5, minSamples: 5 });
  expect([...labels]).toEqual([...new Array(6).fill(labels[0]), ...new Array(6).fill(labels[6]), -1]);
  expect(labels[0]).not.toBe(labels[6]);
  expect([...probabilities].every(Number.isFinite)).toBe(true);
});

it("splits a cluster above the largest size", () => {
  const values = [0, 0.1, 0.2, 0.3, 1.5, 1.6, 1.7, 1.8, 90, 90.1, 90.2, 90.3];
  const free = hdbscan(line(...values), { minClusterSize: 4, minSamples: 2 });
  const bounded = hdbscan(line(...values), { minClusterSize: 4, minSamples: 2, maxClusterSize: 4 });
  expect(free.count).toBeGreaterThan(0);
  expect([...bounded.labels]).toEqual(
    [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2].map((group) => bounded.labels[group * 4]),
  );
  expect(bounded.count).toBe(3);
});
