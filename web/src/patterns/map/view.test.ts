import { expect, test } from "vitest";
import { boundsOf, fit, pan, reveal, toMap, toScreen, zoom } from "./view.ts";

const size = { width: 800, height: 400 };
const places = [
  { x: -2, y: 1 },
  { x: 2, y: 3 },
  { x: 0, y: 2 },
];
const bounds = boundsOf(places);
const whole = fit(bounds, size);

test("at first all places are seen, with the larger distance filling its side", () => {
  const seen = places.map((place) => toScreen(whole, size, place));
  expect(Math.min(...seen.map(({ y }) => y))).toBeCloseTo(36);
  expect(Math.max(...seen.map(({ y }) => y))).toBeCloseTo(364);
  for (const { x } of seen) expect(x > 0 && x < 800).toBe(true);
});

test("a single place, and none, can be looked at", () => {
  for (const few of [[{ x: 5, y: 5 }], []]) {
    const { x, y, scale } = fit(boundsOf(few), size);
    expect([x, y, scale].every(Number.isFinite)).toBe(true);
  }
});

test("what is under the pointer stays under it", () => {
  const at = { x: 123, y: 77 };
  const nearer = zoom(whole, size, 3, whole, at);
  expect(nearer.scale).toBeCloseTo(3 * whole.scale);
  const [before, after] = [toMap(whole, size, at), toMap(nearer, size, at)];
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
});

test("nobody gets lost: neither too near, nor too far, nor beside the map", () => {
  expect(zoom(whole, size, 1e9, whole).scale).toBeCloseTo(60 * whole.scale);
  expect(zoom(whole, size, 1e-9, whole).scale).toBeCloseTo(0.7 * whole.scale);
  expect(pan(whole, -1e6, 1e6, bounds)).toMatchObject({ x: 2, y: 1 });
});

test("a place that is not seen is brought to the edge, and one that is seen moves nothing", () => {
  const close = zoom(whole, size, 20, whole);
  const revealed = reveal(close, size, { x: 2, y: 3 });
  expect(toScreen(revealed, size, { x: 2, y: 3 })).toEqual({
    x: expect.closeTo(764),
    y: expect.closeTo(364),
  });
  expect(reveal(whole, size, { x: 0, y: 2 })).toEqual(whole);
});
