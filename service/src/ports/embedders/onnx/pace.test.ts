import { describe, expect, it } from "vitest";
import { Pace } from "./pace.ts";

function after(tokens: number, ms: number): number {
  const pace = new Pace(30, 512);
  for (let i = 0; i < 200; i++) pace.record(tokens, ms);
  return pace.batchTokens;
}

describe("Pace", () => {
  it("makes batches as large as the time allows", () => {
    expect(after(100, 10)).toBe(300);
  });

  it("stays within its bounds on fast and on slow machines", () => {
    expect(after(1000, 1)).toBe(512);
    expect(after(1, 100)).toBe(64);
  });

  it("is not misled by an empty measurement", () => {
    const pace = new Pace(30, 512);
    const before = pace.batchTokens;
    pace.record(0, 10);
    pace.record(10, 0);
    expect(pace.batchTokens).toBe(before);
  });
});
