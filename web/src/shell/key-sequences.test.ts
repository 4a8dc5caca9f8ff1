import { describe, expect, test } from "vitest";
import { createKeySequences } from "./key-sequences.ts";

const reader = () => createKeySequences((sequence) => ["n", "s", "g s", "?"].includes(sequence));

describe("key sequences", () => {
  test("a key with an action of its own", () => {
    expect(reader()("n", 0)).toBe("n");
  });

  test("two keys after another win over the second one alone", () => {
    const read = reader();
    expect(read("g", 0)).toBeUndefined();
    expect(read("s", 900)).toBe("g s");
  });

  test("a second key that comes too late stands alone", () => {
    const read = reader();
    read("g", 0);
    expect(read("s", 1_001)).toBe("s");
  });

  test("a key in between ends the sequence", () => {
    const read = reader();
    read("g", 0);
    read("x", 100);
    expect(read("s", 200)).toBe("s");
  });
});
