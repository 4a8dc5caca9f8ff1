import { expect, test } from "vitest";
import { commandOf } from "./map-keys.ts";

const press = (key: string, held: Partial<Parameters<typeof commandOf>[0]> = {}) =>
  commandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("arrow keys go from entry to entry, and move the map with Shift", () => {
  expect(press("ArrowLeft")).toEqual({ kind: "step", direction: "left" });
  expect(press("ArrowDown", { shiftKey: true })).toEqual({ kind: "pan", dx: 0, dy: -90 });
});

test("plus is plus with and without Shift", () => {
  expect(press("+", { shiftKey: true })).toEqual(press("="));
});

test("what belongs to the browser or to nobody is left alone", () => {
  expect(press("+", { ctrlKey: true })).toBeUndefined();
  expect(press("ArrowLeft", { altKey: true })).toBeUndefined();
  expect(press("a")).toBeUndefined();
  expect(press("toString")).toBeUndefined();
});
