import { describe, expect, it } from "vitest";
import { isDue, type RunFacts } from "./due-runs.ts";

const now = new Date("2026-11-29T12:00:00Z");
const rule = { leastChanges: 10, changedPercent: 10, leastMinutes: 60, indexId: "index", now };
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const last = { state: "found", documents: 200, indexId: "index", changed: 0 } as const;

describe("a run is due", () => {
  it.each<[string, boolean, Partial<RunFacts>]>([
    ["for the first time", true, { last: undefined, requestedAt: undefined }],
    ["not with too few documents", false, { last: undefined, requestedAt: undefined, documents: 19 }],
    ["not a moment after one was asked for", false, { last: undefined, requestedAt: minutesAgo(1) }],
    ["again after one that failed", true, { last: undefined, requestedAt: minutesAgo(60) }],
    ["when a tenth has changed", true, { last: { ...last, changed: 20 } }],
    ["not when less has", false, { last: { ...last, changed: 19 } }],
    ["not when a tenth of few has", false, { documents: 42, last: { ...last, documents: 40, changed: 9 } }],
    ["not before an hour is over", false, { last: { ...last, changed: 50 }, requestedAt: minutesAgo(59) }],
    [
      "at once when there is twice as much",
      true,
      { documents: 400, last: { ...last, changed: 200 }, requestedAt: minutesAgo(1) },
    ],
    ["when another model is active", true, { last: { ...last, indexId: "before" } }],
    [
      "when there are enough by now",
      true,
      { documents: 20, last: { ...last, state: "not_enough", documents: 19 } },
    ],
  ])("%s", (_, due, facts) => {
    expect(isDue({ documents: 200, last, requestedAt: minutesAgo(90), ...facts }, rule)).toBe(due);
  });
});
