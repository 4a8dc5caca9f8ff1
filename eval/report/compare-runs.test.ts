import { describe, expect, it } from "vitest";
import { compareRuns, comparisonRows } from "./compare-runs.ts";
import type { MeasuredRow, SavedRun } from "./saved-run.ts";

describe("two runs", () => {
  it("are compared query by query, where both asked it", () => {
    const before = runOf({ a: 0.5, b: 0.5, c: 0.2, only: 1 });
    const { compared, left } = compareRuns(before, runOf({ c: 0.5, a: 0.75, b: 0.75, another: 0 }));
    expect(left).toEqual([]);
    expect(compared[0]).toMatchObject({ set: "s", mode: "hybrid", queries: 3 });
    const [ndcg] = compared[0]?.differences ?? [];
    expect(ndcg?.mean).toBeCloseTo(0.8 / 3);
    expect(ndcg).toMatchObject({ metric: "nDCG@10" });
    expect(ndcg?.low).toBeCloseTo(0.25);
    expect(ndcg?.high).toBeCloseTo(0.3);
  });

  it("do not differ where what is won here is lost there", () => {
    const { compared } = compareRuns(runOf({ a: 0, b: 1 }), runOf({ a: 1, b: 0 }));
    expect(compared[0]?.differences[0]).toMatchObject({ mean: 0, low: -1, high: 1 });
    expect(comparisonRows(compared)[0]?.["nDCG@10"]).toBe("+0.000 (−1.000 to +1.000)");
  });

  it("marks what surely differs", () => {
    const { compared } = compareRuns(runOf({ a: 0.5 }), runOf({ a: 0.25 }));
    expect(comparisonRows(compared)[0]?.["nDCG@10"]).toBe("−0.250 (−0.250 to −0.250) *");
  });

  it("are not compared on other texts, nor in a mode that is missing", () => {
    const run = runOf({ a: 1 });
    expect(compareRuns(runOf({ a: 1 }, { fingerprint: "other" }), run).left[0]).toMatch(/not the same/);
    expect(compareRuns(runOf({ a: 1 }, { mode: "keyword" }), run).left[0]).toMatch(/does not have it/);
  });
});

function runOf(ndcg: Record<string, number>, change: Partial<MeasuredRow> = {}): SavedRun {
  const scores = { "MRR@10": 0, "recall@10": 0, "recall@100": 0, "hit@1": 0 };
  const times = { tookMs: 1, roundTripMs: 2, fresh: true };
  const queries = Object.entries(ndcg).map(([id, value]) => ({
    id,
    ranked: [],
    scores: { ...scores, "nDCG@10": value },
    ...times,
  }));
  return {
    format: 1,
    measured: "2026-01-31T00:00:00.000Z",
    machine: { cores: 1, cpu: "any", node: "v24" },
    service: { version: "1", index: { id: "i", model: "m" }, dependencies: [], settings: null },
    seconds: { wall: 1, serviceCpu: null },
    corpora: [],
    rows: [{ set: "s", corpus: "c", fingerprint: "f", mode: "hybrid", queries, ...change }],
  };
}
