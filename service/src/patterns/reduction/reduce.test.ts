import { expect, it } from "vitest";
import { dot } from "../clustering/centroids.ts";
import { makeUpDocuments, topicOf } from "../made-up-documents.ts";
import type { Points } from "../points.ts";
import { cosineNeighbours } from "./cosine-neighbours.ts";
import { alongPrincipalAxes } from "./principal-axes.ts";
import { reduce } from "./reduce.ts";

const documents = makeUpDocuments({ topics: 4, perTopic: 40 });
const points: Points = {
  count: documents.length,
  dimension: 32,
  values: Float32Array.from(documents.flatMap(({ vector }) => [...vector])),
};
const neighbours = cosineNeighbours(points, 10);
const options = { components: 2, neighbours: 10, epochs: 100, minDistance: 0, seed: 1 };

it("gives the same for the same seed, and something else for another", () => {
  const reduced = reduce(neighbours, options);
  expect(reduce(neighbours, options)).toEqual(reduced);
  expect(reduce(neighbours, { ...options, seed: 2 })).not.toEqual(reduced);
});

it("puts together what is alike", () => {
  const { values } = reduce(neighbours, options);
  const distance = (a: number, b: number) =>
    Math.hypot(
      (values[2 * a] ?? 0) - (values[2 * b] ?? 0),
      (values[2 * a + 1] ?? 0) - (values[2 * b + 1] ?? 0),
    );
  const nearest = documents.map((_, row) =>
    [...documents.keys()]
      .filter((other) => other !== row)
      .reduce((a, b) => (distance(row, a) < distance(row, b) ? a : b)),
  );
  const alike = nearest.filter((other, row) => documents[row]?.text === documents[other]?.text);
  expect(alike.length / documents.length).toBeGreaterThan(0.97);
});

it("starts where it is told to", () => {
  const values = Float64Array.from({ length: points.count * 2 }, (_, i) => ((i * 7) % 100) / 100);
  const start = { count: points.count, dimension: 2, values };
  // The first round moves no point by more than its forces allow, so that corners are still known.
  const corner = Float64Array.from({ length: points.count * 2 }, (_, i) =>
    topicOf(documents[i >> 1] ?? { text: "" }) < 2 ? -0.9 : 0.9,
  );
  const { values: moved } = reduce(neighbours, {
    ...options,
    epochs: 2,
    start: { ...start, values: corner },
  });
  expect(moved.every((value, i) => Math.sign(value) === Math.sign(corner[i] ?? 0))).toBe(true);
});

it("tells how far it is, and ends when the callback throws", () => {
  const shares: number[] = [];
  reduce(neighbours, { ...options, epochs: 4, onEpoch: (share) => shares.push(share) });
  expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  const stop = () => {
    throw new Error("stop");
  };
  expect(() => reduce(neighbours, { ...options, onEpoch: stop })).toThrow("stop");
});

it("finds the axes along which points differ", () => {
  const rows = [
    [10, 0, 1],
    [-10, 0, 1],
    [0, 3, 1],
    [0, -3, 1],
  ];
  const { values } = alongPrincipalAxes(
    { count: 4, dimension: 3, values: Float64Array.from(rows.flat()) },
    2,
    1,
  );
  const [a, , b, , c, d, e, f] = [...values].map((value) => Math.round(value * 1000) / 1000);
  expect([Math.abs(a ?? 0), Math.abs(b ?? 0), (a ?? 0) * (b ?? 0)]).toEqual([1, 1, -1]);
  expect([Math.abs(c ?? 9), Math.abs(e ?? 9), (d ?? 0) * (f ?? 0)]).toEqual([0, 0, -1]);
  expect(
    dot(
      values.filter((_, i) => i % 2 === 0),
      values.filter((_, i) => i % 2 === 1),
    ),
  ).toBeCloseTo(0);
});
