import { describe, expect, test } from "vitest";
import { locate, spanInAddress, spanOfAddress, splitByMarks } from "./passage.ts";

const shown = (pieces: ReturnType<typeof splitByMarks>) =>
  pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("");

describe("splitting by marks", () => {
  const text = "The river was high again";

  test("nothing is lost or doubled, whatever the marks", () => {
    const marks = [
      { start: 10, end: 18 },
      { start: 4, end: 9 },
      { start: 4, end: 13 },
      { start: 20, end: 99 },
      { start: 7, end: 7 },
    ];
    const pieces = splitByMarks(text, marks);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.every((piece) => text.startsWith(piece.text, piece.start))).toBe(true);
    expect(shown(pieces)).toBe("The [river was high] a[gain]");
  });

  test("only the part that is shown", () => {
    expect(shown(splitByMarks(text, [{ start: 0, end: 9 }], { start: 4, end: 13 }))).toBe("[river] was");
    expect(shown(splitByMarks(text, [], { start: 4, end: 9 }))).toBe("river");
    expect(splitByMarks("", [])).toEqual([]);
  });
});

describe("a passage in the address", () => {
  test("there and back", () => {
    expect(spanOfAddress(spanInAddress({ start: 12, end: 40 }))).toEqual({ start: 12, end: 40 });
  });

  test("anything else is no passage", () => {
    for (const text of [null, "", "12", "a-b", "40-12", "5-5", "-1-4", "1-99999999999"]) {
      expect(spanOfAddress(text)).toBeUndefined();
    }
  });
});

describe("locating a passage", () => {
  const text = "Rain. The river was high. The river was high.";

  test("where it was", () => {
    expect(locate(text, { start: 26, end: 45 }, "The river was high.")).toEqual({ start: 26, end: 45 });
    expect(locate(text, { start: 6, end: 25 }, undefined)).toEqual({ start: 6, end: 25 });
  });

  test("where it is now, if something was written before it", () => {
    expect(locate(`Snow. ${text}`, { start: 6, end: 25 }, "The river was high.")).toEqual({
      start: 12,
      end: 31,
    });
  });

  test("nowhere, if it was rewritten", () => {
    expect(locate(text, { start: 0, end: 4 }, "Snow")).toBeUndefined();
    expect(locate(text, { start: 40, end: 400 }, undefined)).toBeUndefined();
    expect(locate(text, undefined, "Rain")).toBeUndefined();
  });
});
