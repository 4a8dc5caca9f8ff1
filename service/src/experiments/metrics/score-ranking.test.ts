import { describe, expect, it } from "vitest";
import { ndcg } from "./ndcg.ts";
import { recall } from "./recall.ts";
import { reciprocalRank } from "./reciprocal-rank.ts";
import { scoreRanking } from "./score-ranking.ts";

const grades = new Map([
  ["a", 3],
  ["b", 2],
  ["c", 1],
]);

describe("nDCG", () => {
  it("has linear gains, and divides the first place by 1 and the third by 2", () => {
    // 2/1 + 3/log2(4) = 3.5 of 3/1 + 2/log2(3) + 1/log2(4) = 3 + 1.261860 + 0.5
    expect(ndcg(["b", "x", "a"], grades, 10)).toBeCloseTo(3.5 / 4.76186, 6);
  });

  it("divides the second place by log2(3), as newer versions of trec_eval do", () => {
    expect(ndcg(["x", "a"], new Map([["a", 1]]), 10)).toBeCloseTo(0.63093, 5);
  });

  it("is 1 for the best order, and 0 behind the depth", () => {
    expect(ndcg(["a", "b", "c", "x"], grades, 10)).toBe(1);
    expect(ndcg(["x", "y", "a"], grades, 2)).toBe(0);
  });

  it("compares with what fits in the depth", () => {
    // Of three that answer only two have room: (1 + 0.63093) / (1 + 0.63093).
    const equal = new Map(["a", "b", "c"].map((id) => [id, 1]));
    expect(ndcg(["c", "b"], equal, 2)).toBe(1);
  });
});

describe("the reciprocal rank", () => {
  it("counts the first that answers, whatever its grade", () => {
    expect(reciprocalRank(["x", "y", "c", "a"], grades, 10)).toBeCloseTo(1 / 3);
  });

  it("is 0 behind the depth", () => {
    expect(reciprocalRank(["x", "a"], grades, 1)).toBe(0);
    expect(reciprocalRank([], grades, 10)).toBe(0);
  });
});

describe("recall", () => {
  it("is the share of all that answer", () => {
    expect(recall(["a", "x", "b", "c"], grades, 3)).toBeCloseTo(2 / 3);
  });
});

it("scores an answer by every metric", () => {
  const ranked = ["x", ...Array.from({ length: 10 }, (_, i) => `y${i}`), "a"];
  const scores = scoreRanking(ranked, new Map([["a", 1]]));
  expect(scores).toEqual({ "nDCG@10": 0, "MRR@10": 0, "recall@10": 0, "recall@100": 1, "hit@1": 0 });
});
