import { describe, expect, it } from "vitest";
import { makeUpDocuments } from "../made-up-documents.ts";
import type { Points } from "../points.ts";
import { cosineNeighbours } from "../reduction/cosine-neighbours.ts";
import { mulberry32 } from "../seeded-random.ts";
import { align, type Place } from "./align.ts";
import { drawMap } from "./draw-map.ts";

const random = mulberry32(1);
const places = Array.from({ length: 50 }, (): Place => ({ x: random(), y: 3 * random() }));

describe("alignment", () => {
  it.each([
    ["a rotation", 1.1, 1, 1],
    ["a reflection", 0, -1, 1],
    ["both, scaled", -2.5, -1, 3],
  ])("undoes %s", (_, angle, mirror, scale) => {
    const moved = places.map(({ x, y }) => ({
      x: 5 + scale * (Math.cos(angle) * x - Math.sin(angle) * mirror * y),
      y: -2 + scale * (Math.sin(angle) * x + Math.cos(angle) * mirror * y),
    }));
    const onto = align(moved.map((from, i) => ({ from, to: places[i] ?? from })));
    for (const [i, place] of moved.entries()) {
      expect(onto?.(place).x).toBeCloseTo(places[i]?.x ?? Number.NaN);
      expect(onto?.(place).y).toBeCloseTo(places[i]?.y ?? Number.NaN);
    }
  });

  it("is not told by too few places, or by one", () => {
    const same = { from: { x: 1, y: 1 }, to: { x: 2, y: 2 } };
    expect(align([same, same])).toBeUndefined();
    expect(align([same, same, same])).toBeUndefined();
  });
});

describe("a map", () => {
  const TOPICS = 6;
  const documents = makeUpDocuments({ topics: TOPICS, perTopic: 30 });
  const points: Points = {
    count: documents.length,
    dimension: 32,
    values: Float32Array.from(documents.flatMap(({ vector }) => [...vector])),
  };
  const neighbours = cosineNeighbours(points, 15);
  /** Documents of a topic have no order among themselves; only where they lie together can be kept. */
  function middleOf(map: readonly Place[], topic: number): Place {
    const own = map.filter((_, row) => row % TOPICS === topic);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return { x: mean(own.map(({ x }) => x)), y: mean(own.map(({ y }) => y)) };
  }
  const options = { epochs: 200, seed: 1 };
  const nothing = new Array<undefined>(points.count).fill(undefined);
  const first = drawMap(points, neighbours, { ...options, previous: nothing });

  it("lies nearly all within its frame", () => {
    const outside = first.filter(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) > 1.001);
    expect(outside.length).toBeLessThanOrEqual(0.02 * points.count);
  });

  it("keeps its orientation, whatever the seed, also with new points", () => {
    const previous = first.map((place, row) => (row % 10 === 0 ? undefined : place));
    const second = drawMap(points, neighbours, { ...options, seed: 2, previous });
    for (let topic = 0; topic < TOPICS; topic++) {
      const before = middleOf(first, topic);
      const now = middleOf(second, topic);
      expect(Math.hypot(now.x - before.x, now.y - before.y)).toBeLessThan(0.2);
    }
    const unknown = drawMap(points, neighbours, { ...options, seed: 2, previous: nothing });
    expect(unknown).not.toEqual(second);
  });
});
