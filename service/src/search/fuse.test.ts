import { describe, expect, it } from "vitest";
import type { DocumentHit } from "../ports/search-index/search-index.ts";
import { fuse } from "./fuse.ts";

const hit = (documentId: string, score = 1): DocumentHit => ({
  documentId,
  score,
  passage: { ordinal: 0, start: 0, end: 1 },
});

describe("fuse", () => {
  it("puts what both legs found before what one found", () => {
    const fused = fuse({ semantic: [hit("a"), hit("b")], keyword: [hit("b"), hit("c")] });
    expect(fused.map((it) => it.documentId)).toEqual(["b", "a", "c"]);
    expect(fused[0]?.ranks).toEqual({ semantic: 2, keyword: 1 });
  });

  it("decides ties by cosine, then by id, so that the order is always the same", () => {
    const order = fuse({ semantic: [hit("z", 0.4)], keyword: [hit("a", 9)] }).map((it) => it.documentId);
    expect(order).toEqual(["z", "a"]);
  });

  it("keeps the order of a single leg", () => {
    expect(fuse({ keyword: [hit("b"), hit("a")] }).map((it) => it.documentId)).toEqual(["b", "a"]);
  });
});
