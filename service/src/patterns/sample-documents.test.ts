import { expect, it } from "vitest";
import { sampleRows, spreadClusters, spreadPlaces } from "./sample-documents.ts";

const ids = Array.from({ length: 1000 }, (_, i) => `document ${i}`);

it("takes all where few are there", () => {
  expect(sampleRows(ids.slice(0, 5), 10, 1)).toEqual([0, 1, 2, 3, 4]);
});

it("takes nearly the same again when others are added, and others by another seed", () => {
  const sample = sampleRows(ids, 300, 1);
  expect(sample).toHaveLength(300);
  expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  const names = new Set(sample.map((row) => ids[row]));
  const more = [...ids.toReversed(), ...Array.from({ length: 100 }, (_, i) => `more ${i}`)];
  const again = sampleRows(more, 330, 1).map((row) => more[row]);
  expect(again.filter((id) => names.has(id)).length).toBeGreaterThan(280);
  expect(sampleRows(ids, 300, 2).filter((row) => sample.includes(row)).length).toBeLessThan(150);
});

it("places what is beside the sample", () => {
  const values = Float32Array.from([1, 0, 0, 1, 0.98, 0.199, -1, 0]);
  const points = { count: 4, dimension: 2, values };
  const clusters = [
    { centroid: Float32Array.from([1, 0]), reach: 0.9 },
    { centroid: Float32Array.from([0, 1]), reach: 0.9 },
  ];
  const found = {
    clusters,
    labels: Int32Array.from([0, 1]),
    probabilities: [1, 0.5],
  };
  const spread = spreadClusters(points, [0, 1], found);
  expect([...spread.labels]).toEqual([0, 1, 0, -1]);
  expect(spread.probabilities).toEqual([1, 0.5, undefined, undefined]);
  expect(
    spreadPlaces(
      points,
      [0, 1],
      [
        { x: 1, y: 0 },
        { x: 0, y: 1 },
      ],
    ),
  ).toEqual([
    { x: 1, y: 0 },
    { x: 0, y: 1 },
    { x: 0.5, y: 0.5 },
    { x: 0.5, y: 0.5 },
  ]);
});
