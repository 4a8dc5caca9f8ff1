import { describe, expect, it } from "vitest";
import { columns, printable, wrap } from "./plain-text.ts";

describe("text on a terminal", () => {
  it("steers nothing: control characters and marks of direction become spaces", () => {
    expect(printable("a\u001b[31mred\u001b[0m\r\nb\u202ec\u0000 ")).toBe("a [31mred [0m b c");
    expect(printable("Crème brûlée 🙂 今天")).toBe("Crème brûlée 🙂 今天");
  });

  it("breaks at spaces, and says what it cut", () => {
    expect(wrap("", 10, 2)).toEqual([]);
    expect(wrap("one two three four", 9, 5)).toEqual(["one two", "three", "four"]);
    expect(wrap("one two three four", 9, 2)).toEqual(["one two", "three…"]);
    expect(wrap("abcdefghij", 4, 5)).toEqual(["abcd", "efgh", "ij"]);
    for (const line of wrap("word ".repeat(100), 30, 3)) expect(line.length).toBeLessThanOrEqual(30);
  });

  it("puts the cells of a column below each other", () => {
    expect(
      columns([
        ["a", "b", "c"],
        ["long", "", "the end"],
        ["x", "y"],
      ]),
    ).toEqual(["a     b  c", "long     the end", "x     y"]);
  });
});
