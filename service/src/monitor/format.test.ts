import { describe, expect, it } from "vitest";
import { duration, moment, runTime, share, utc } from "./page/format.js";

describe("what the page shows", () => {
  it.each([
    [0, "0 s"],
    [-3, "0 s"],
    [0.0004, "1 ms"],
    [0.999, "999 ms"],
    [0.9999, "1 s"],
    [2.44, "2.4 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [185, "3 min 5 s"],
    [7_200, "2 h"],
    [7_265, "2 h 1 min"],
    [90_000, "1 d 1 h"],
  ])("%d seconds as %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it("a moment of today by its time, another one with its day", () => {
    const now = new Date(2026, 2, 5, 12, 0, 0);
    expect(moment(new Date(2026, 2, 5, 0, 4, 9).toISOString(), now)).toBe("00:04:09");
    expect(moment(new Date(2026, 2, 4, 23, 4, 9).toISOString(), now)).toBe("4 Mar, 23:04:09");
    expect(moment(new Date(2025, 2, 5, 12, 0, 0).toISOString(), now)).toBe("5 Mar 2025, 12:00:00");
    expect(utc("2026-03-05T08:15:00.123Z")).toBe("2026-03-05 08:15:00 UTC");
  });

  it("how long a task runs, ran, or that it does not run", () => {
    const started_at = "2026-03-05T08:00:00.000Z";
    const now = Date.parse("2026-03-05T08:00:30.000Z");
    const ended_at = "2026-03-05T08:00:02.500Z";
    expect(runTime({ state: "active", started_at, ended_at: null }, now)).toBe(30);
    expect(runTime({ state: "completed", started_at, ended_at }, now)).toBe(2.5);
    expect(runTime({ state: "waiting", started_at, ended_at: null }, now)).toBeUndefined();
    expect(runTime({ state: "cancelled", started_at: null, ended_at }, now)).toBeUndefined();
  });

  it("which part is done", () => {
    expect(share({ done: 1, total: 4 })).toBe(0.25);
    expect(share({ done: 5, total: 4 })).toBe(1);
    expect(share({ done: 0, total: 0 })).toBeUndefined();
    expect(share(undefined)).toBeUndefined();
  });
});
