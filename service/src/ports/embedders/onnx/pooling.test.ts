import { describe, expect, it } from "vitest";
import { poolAndNormalize } from "./pooling.ts";

// Two texts of one and two tokens, padded to two, two components each.
const hidden = Float32Array.from([3, 4, 99, 99, 1, 0, 0, 1]);

describe("poolAndNormalize", () => {
  it.each([
    ["mean", [0.6, 0.8, Math.SQRT1_2, Math.SQRT1_2]],
    ["cls", [0.6, 0.8, 1, 0]],
    ["last", [0.6, 0.8, 0, 1]],
  ] as const)("%s pooling leaves padding out and gives unit vectors", (pooling, expected) => {
    const vectors = poolAndNormalize(hidden, [1, 2], 2, pooling);
    expect(vectors.length).toBe(4);
    expected.forEach((value, i) => {
      expect(vectors[i]).toBeCloseTo(value, 6);
    });
  });

  it("leaves a zero vector zero instead of dividing by nothing", () => {
    expect([...poolAndNormalize(new Float32Array(2), [1], 1, "mean")]).toEqual([0, 0]);
  });
});
