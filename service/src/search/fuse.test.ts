import { describe, expect, it } from "vitest";
import type { DocumentHit } from "../ports/search-index/search-index.ts";
import { fuse } from "./fuse.ts";

const hit = (documentId: string, score: number): DocumentHit => ({
  documentId,
  score,
  passage: { ordinal: 0, start: 0, end: 1 },
});
const order = (...legs: Parameters<typeof fuse>) => fuse(...legs).map((it) => it.documentId);

describe("fuse", () => {
  it("puts what both legs found before what one found", () => {
    const semantic = [hit("a", 0.5), hit("b", 0.49), hit("z", 0.1)];
    const keyword = [hit("b", 5), hit("c", 4)];
    const fused = fuse({ semantic, keyword }, 2);
    expect(fused.map((it) => it.documentId)).toEqual(["b", "a", "c", "z"]);
    expect(fused[0]?.ranks).toEqual({ semantic: 2, keyword: 1 });
  });

  it("lets a rare word stand against the meaning, in a short query and in a question", () => {
    const semantic = [hit("near", 0.6), hit("far", 0.4)];
    const rare = [hit("named", 14)];
    expect(order({ semantic, keyword: rare }, 1)[0]).toBe("named");
    const common = [hit("far", 5), hit("near", 4.5)];
    expect(order({ semantic, keyword: common }, 5)[0]).toBe("near");
  });

  it("decides ties by id, so that the order is always the same", () => {
    expect(order({ semantic: [hit("z", 0.4), hit("a", 0.4)] }, 3)).toEqual(["a", "z"]);
  });

  it("keeps the order of a single leg", () => {
    expect(order({ keyword: [hit("b", 2), hit("a", 1)] }, 1)).toEqual(["b", "a"]);
  });
});
