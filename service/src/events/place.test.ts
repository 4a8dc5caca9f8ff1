import { expect, test } from "vitest";
import { atRow, fromCursor, isBefore, toCursor } from "./place.ts";

test.each([atRow(0), atRow(7), { row: 7, told: 3 }, { row: 900_000_000_000_000, told: 99 }])(
  "%o comes back from its cursor",
  (place) => expect(fromCursor(toCursor(place))).toEqual(place),
);

test.each(["", "x", "-1", "1.", "1.2.3", " 1", "1e3", "9999999999999999"])("%j is no cursor", (cursor) =>
  expect(() => fromCursor(cursor)).toThrow("not one that an event came with"),
);

test("places are ordered by row, then by what was told of it", () => {
  const places = [atRow(1), { row: 1, told: 2 }, atRow(2), { row: 2, told: 1 }];
  places.forEach((a, i) => {
    places.forEach((b, j) => {
      expect(isBefore(a, b)).toBe(i < j);
    });
  });
});
