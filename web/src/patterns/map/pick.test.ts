import { describe, expect, test } from "vitest";
import { nearest, nextIn, within } from "./pick.ts";

const at = (x: number, y: number) => ({ x, y });

test("the nearest place counts, if it is near enough", () => {
  const places = [at(0, 0), at(10, 0), at(10, 3)];
  expect(nearest(places, at(9, 1), 5)).toBe(1);
  expect(nearest(places, at(10, 2), 5)).toBe(2);
  expect(nearest(places, at(50, 50), 5)).toBeUndefined();
});

describe("arrow keys", () => {
  const places = [at(0, 0), at(10, 1), at(12, 11), at(-4, 0), at(0, 30)];

  test("go to the next place in their direction", () => {
    expect(nextIn("right", places, at(0, 0))).toBe(1);
    expect(nextIn("left", places, at(0, 0))).toBe(3);
    expect(nextIn("down", places, at(0, 0))).toBe(4);
    expect(nextIn("up", places, at(12, 11))).toBe(1);
  });

  test("stay where there is nothing more", () => {
    expect(nextIn("up", places, at(0, 0))).toBeUndefined();
  });

  test("reach every place of a heap from every other", () => {
    const heap = Array.from({ length: 200 }, (_, i) =>
      at(Math.sin(i * 12.9898) * 50, Math.cos(i * 78.233) * 50),
    );
    const reached = new Set([0]);
    for (const i of reached) {
      for (const direction of ["left", "right", "up", "down"] as const) {
        const next = nextIn(direction, heap, heap[i] ?? at(0, 0));
        if (next !== undefined) reached.add(next);
      }
    }
    expect(reached.size).toBeGreaterThan(190);
  });
});

describe("lasso", () => {
  const square = [at(0, 0), at(10, 0), at(10, 10), at(0, 10)];

  test("takes what is inside", () => {
    expect(within(square, [at(5, 5), at(15, 5), at(-1, 5), at(5, 11), at(1, 9)])).toEqual([0, 4]);
  });

  test("may be hollow and may cross itself", () => {
    const bow = [at(0, 0), at(10, 10), at(10, 0), at(0, 10)];
    expect(within(bow, [at(2, 5), at(8, 5), at(5, 1), at(5, 9)])).toEqual([0, 1]);
    const hook = [at(0, 0), at(10, 0), at(10, 10), at(8, 10), at(8, 2), at(0, 2)];
    expect(within(hook, [at(4, 6), at(9, 6), at(4, 1)])).toEqual([1, 2]);
  });

  test("takes nothing without a surface", () => {
    expect(within([], [at(0, 0)])).toEqual([]);
    expect(within([at(0, 0), at(10, 0)], [at(5, 0), at(5, 1)])).toEqual([]);
  });
});
