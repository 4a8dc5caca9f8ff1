import { expect, test } from "vitest";
import { beginning, countWords } from "./words.ts";

test("words, not marks", () => {
  expect(countWords("")).toBe(0);
  expect(countWords("  Rain — again.\n\nDon't mind.  ")).toBe(4);
  expect(countWords("今日は雨です")).toBeGreaterThan(1);
});

test("a very long text is counted as well", () => {
  expect(countWords("rain ".repeat(30_000))).toBe(30_000);
});

test("a beginning ends between words", () => {
  expect(beginning("Short one", 40)).toBe("Short one");
  expect(beginning("The river was\n\nhigh this morning", 16)).toBe("The river was…");
  expect(beginning("x".repeat(50), 10)).toBe(`${"x".repeat(10)}…`);
});
