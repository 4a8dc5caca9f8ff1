import { expect, test } from "vitest";
import { riverOutline } from "./river.ts";

const ys = (path: string) => [...path.matchAll(/[\d.-]+ ([\d.-]+)/g)].map(([, y]) => Number(y));

test("a river is as wide as is said, evenly on both sides", () => {
  const path = riverOutline(
    [
      { x: 0, width: 0 },
      { x: 10, width: 8 },
      { x: 20, width: 2 },
    ],
    50,
  );
  expect(path.startsWith("M0.0 50.0C")).toBe(true);
  expect(path.endsWith("Z")).toBe(true);
  expect(Math.min(...ys(path))).toBe(46);
  expect(Math.max(...ys(path))).toBe(54);
});

test("a single step and none", () => {
  expect(riverOutline([{ x: 5, width: 4 }], 10)).toBe("M5.0 8.0L5.0 12.0Z");
  expect(riverOutline([], 10)).toBe("");
});
