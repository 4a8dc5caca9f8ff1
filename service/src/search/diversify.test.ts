import { describe, expect, it } from "vitest";
import { diversify } from "./diversify.ts";
import type { FusedHit } from "./fuse.ts";

const hit = (documentId: string, score: number): FusedHit => ({ documentId, score, ranks: {}, hits: {} });
/** Two that say the same, and one that is about something else. */
const HITS = [hit("a", 10), hit("a again", 9.5), hit("b", 8), hit("last", 0)];
const VECTORS = new Map([
  ["a", Float32Array.of(1, 0)],
  ["a again", Float32Array.of(1, 0)],
  ["b", Float32Array.of(0, 1)],
  ["last", Float32Array.of(0.6, 0.8)],
]);
const order = (strength: number, vectors = VECTORS) =>
  diversify(HITS, vectors, strength).map(({ documentId }) => documentId);

describe("diversify", () => {
  it("keeps the order at 0", () => {
    expect(order(0)).toEqual(["a", "a again", "b", "last"]);
  });

  it("puts what is new before what says the same again", () => {
    expect(order(0.3)).toEqual(["a", "b", "a again", "last"]);
  });

  it("looks at likeness alone at 1, and loses nothing", () => {
    expect(order(1)).toEqual(["a", "b", "last", "a again"]);
  });

  it("takes a hit without a vector for one like nothing", () => {
    expect(order(0.3, new Map())).toEqual(["a", "a again", "b", "last"]);
  });

  it("takes one hit, none, and equal ones", () => {
    expect(diversify([], VECTORS, 0.5)).toEqual([]);
    expect(diversify([hit("a", 1)], VECTORS, 0.5)).toHaveLength(1);
    const equal = [hit("a", 1), hit("b", 1)];
    expect(diversify(equal, VECTORS, 0.5)).toEqual(equal);
  });
});
