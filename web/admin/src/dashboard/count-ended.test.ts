import { expect, test } from "vitest";
import { countEnded } from "./count-ended.ts";

const now = new Date("2026-03-05T12:00:00Z");
const ended = (minutesAgo: number, state: "completed" | "failed" | "cancelled") => ({
  state,
  ended_at: new Date(now.getTime() - minutesAgo * 60_000).toISOString(),
});

test("jobs are counted in the step in which they ended, the oldest step first", () => {
  const jobs = [
    ...[ended(1, "completed"), ended(4, "failed"), ended(6, "completed"), ended(14, "completed")],
    ...[ended(16, "completed"), ended(2, "cancelled"), { state: "active" as const, ended_at: null }],
  ];
  const { steps, completed, failed } = countEnded(jobs, now, { steps: 3, minutes: 5 });
  expect(steps.map((it) => [it.completed, it.failed])).toEqual([
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
  expect([completed, failed]).toEqual([3, 1]);
  expect(steps[0]?.start).toEqual(new Date("2026-03-05T11:45:00Z"));
});
