import { describe, expect, it } from "vitest";
import type { FusedHit } from "./fuse.ts";
import { decay } from "./recency.ts";

const NOW = Date.parse("2026-11-24T00:00:00Z");
const hit = (documentId: string, score: number): FusedHit => ({ documentId, score, ranks: {}, hits: {} });
const dates = new Map([
  ["today", NOW],
  ["ten days", Date.parse("2026-11-14")],
  ["twenty days", Date.parse("2026-11-04")],
  ["ahead", Date.parse("2027-01-01")],
]);
const scores = (hits: FusedHit[], halfLife = 10) =>
  decay(hits, dates, halfLife, NOW).map(({ documentId, score }) => [documentId, score]);

describe("recency", () => {
  it("halves a score with every half-life", () => {
    expect(scores([hit("today", 8), hit("ten days", 8), hit("twenty days", 8)])).toEqual([
      ["today", 8],
      ["ten days", 4],
      ["twenty days", 2],
    ]);
  });

  it("lets a better hit stand before a newer one", () => {
    expect(scores([hit("twenty days", 9), hit("today", 2)])[0]).toEqual(["twenty days", 2.25]);
    expect(scores([hit("twenty days", 9), hit("today", 3)])[0]).toEqual(["today", 3]);
  });

  it("leaves alone what lies ahead, what has no date, and scores that are not above 0", () => {
    expect(scores([hit("ahead", 3), hit("unknown", 2), hit("twenty days", -1)])).toEqual([
      ["ahead", 3],
      ["unknown", 2],
      ["twenty days", -1],
    ]);
  });
});
