import { describe, expect, it } from "vitest";
import { dot } from "../clustering/centroids.ts";
import { type Points, rowOf } from "../points.ts";
import { mulberry32 } from "../seeded-random.ts";
import { cosineNeighbours, cosineNeighboursOf } from "./cosine-neighbours.ts";

function randomUnits(count: number, dimension: number, seed: number): Points {
  const random = mulberry32(seed);
  const values = Float32Array.from({ length: count * dimension }, () => random() - 0.5);
  for (let row = 0; row < count; row++) {
    const vector = values.subarray(row * dimension, (row + 1) * dimension);
    const length = Math.sqrt(dot(vector, vector));
    vector.set(vector.map((value) => value / length));
  }
  return { count, dimension, values };
}

/** By sorting all of them. */
function slowly(vector: ArrayLike<number>, points: Points, k: number, without = -1): number[] {
  return Array.from({ length: points.count }, (_, row) => row)
    .filter((row) => row !== without)
    .sort((a, b) => dot(vector, rowOf(points, b)) - dot(vector, rowOf(points, a)))
    .slice(0, k);
}

describe.each([
  [300, 384],
  [700, 50],
])("%i points in %i dimensions", (count, dimension) => {
  const points = randomUnits(count, dimension, 1);

  it("have the neighbours that a full sort finds", () => {
    const { k, indices, cosines } = cosineNeighbours(points, 7);
    for (let row = 0; row < count; row += 13) {
      const expected = slowly(rowOf(points, row), points, 7, row);
      expect([...indices.subarray(row * k, (row + 1) * k)]).toEqual(expected);
      expect(cosines[row * k]).toBeCloseTo(dot(rowOf(points, row), rowOf(points, expected[0] ?? 0)), 5);
    }
  });

  it("are found from other points", () => {
    const others = randomUnits(40, dimension, 2);
    const { k, indices } = cosineNeighboursOf(others, points, 3);
    for (let row = 0; row < others.count; row++) {
      expect([...indices.subarray(row * k, (row + 1) * k)]).toEqual(slowly(rowOf(others, row), points, 3));
    }
  });
});

it("gives all others where fewer are there than wanted", () => {
  const { k, indices } = cosineNeighbours(randomUnits(3, 8, 1), 15);
  expect(k).toBe(2);
  expect([...indices.subarray(0, 2)].sort()).toEqual([1, 2]);
});

it("ends when the callback throws", () => {
  const stop = () => {
    throw new Error("stop");
  };
  expect(() => cosineNeighbours(randomUnits(50, 8, 1), 5, stop)).toThrow("stop");
});
