import { expect, test } from "vitest";
import { placeLabels } from "./place-labels.ts";

const label = (id: string, x: number, y: number, width = 80, height = 24) => ({ id, x, y, width, height });

test("a label with room stands in the middle of its place", () => {
  expect(placeLabels([label("a", 100, 100)]).get("a")).toEqual({ x: 60, y: 88 });
});

test("one that has no room moves up or down, and is left out if that does not help", () => {
  const crowd = Array.from({ length: 9 }, (_, i) => label(`l${i}`, 100 + i, 100));
  const placed = placeLabels(crowd);
  expect(placed.get("l0")).toEqual({ x: 60, y: 88 });
  expect(placed.size).toBeGreaterThan(1);
  expect(placed.size).toBeLessThan(9);
});

test("none covers another, whatever the crowd", () => {
  const crowd = Array.from({ length: 150 }, (_, i) =>
    label(`l${i}`, 400 + 380 * Math.sin(i * 12.9898), 250 + 240 * Math.cos(i * 78.233), 60 + (i % 7) * 20),
  );
  const boxes = [...placeLabels(crowd)].map(([id, corner]) => ({
    ...corner,
    width: crowd.find((it) => it.id === id)?.width ?? 0,
  }));
  expect(boxes.length).toBeGreaterThan(20);
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + 24 <= b.y || b.y + 24 <= a.y;
      expect(apart).toBe(true);
    }
  }
});
