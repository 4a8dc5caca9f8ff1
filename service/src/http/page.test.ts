import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, toPage } from "./page.ts";

const anyKey = (key: readonly string[]) => key.length === 1;

describe("pages", () => {
  it("reads back the cursor it wrote", () => {
    const cursor = { direction: "previous" as const, key: ["x"] };
    expect(decodeCursor(encodeCursor(cursor), anyKey)).toEqual(cursor);
  });

  it.each(["", "nonsense", "e30", Buffer.from('{"d":"n","k":["a","b"]}').toString("base64url")])(
    "refuses the cursor %j",
    (text) =>
      expect(() => decodeCursor(text, anyKey)).toThrow(expect.objectContaining({ code: "invalid_cursor" })),
  );

  it("links to the next page while there is more, keeping the other parameters", () => {
    const options = { limit: 2, cursor: undefined, count: 5, url: "/things/?limit=2&q=a" };
    const page = toPage(
      [1, 2, 3],
      options,
      (row) => [String(row)],
      (row) => row * 10,
    );
    expect(page.results).toEqual([10, 20]);
    expect(page.previous).toBeNull();
    expect(page.next).toMatch(/^\/things\/\?limit=2&q=a&cursor=/);
  });

  it("turns a page that was read backwards the right way round", () => {
    const cursor = { direction: "previous" as const, key: ["3"] };
    const page = toPage(
      [2, 1],
      { limit: 2, cursor, count: 5, url: "/" },
      (row) => [String(row)],
      (row) => row,
    );
    expect(page.results).toEqual([1, 2]);
    expect(page.previous).toBeNull();
    expect(page.next).not.toBeNull();
  });
});
